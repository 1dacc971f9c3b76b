/** The samples of Userpilot's webhooks page ("Webhook Payload Schema"), word for word, alternatives and comments included. */
const PUBLISHED: readonly string[] = [
  `{
"type": "flows.seen" || "flows.completed" || "flows.dismissed",
"timestamp": 1679578625,
"app_token": "NX-bd46697c",
"data": {
"type": "flow",
"action": "seen" || "completed" || "dismissed",
"id": 1,
"hostname": "demo.userpilot.io",
"pathname": "/dashboard",
"user": {
"user_id": "1",
"name": "John Doe",
"email": "john@userpilot.co"
//... rest of chosen user properties
},
"company": {
"id": "1",
"name": "Userpilot"
//... rest of chosen company properties
}
}
}`,
  `{
"type": "checklist.seen" || "checklist.completed" || "checklist.dismissed",
"timestamp": 1679578625,
"app_token": "NX-bd46697c",
"data": {
"type": "checklist",
"action": "seen" || "completed" || "dismissed",
"id": 1,
"hostname": "demo.userpilot.io",
"pathname": "/dashboard",
"user": {
"user_id": "1",
"name": "John Doe",
"email": "john@userpilot.co"
//... rest of chosen user properties
},
"company": {
"id": "1",
"name": "Userpilot"
//... rest of chosen company properties
}
}
}`,
  `{
"type": "nps.feedback",
"app_token": "NX-bd46697c",
"timestamp": 1679578619,
"data": {
"action": "feedback",
"survey_question": "How likely it is that you would recommend us to your friends?",
"score": 10,
"follow_up_question": "Why did you choose this score? ",
"feedback": "Great Product",
"hostname": "demo.userpilot.io",
"pathname": "/dashboard",
"user": {
"user_id": "1",
"name": "John Doe",
"email": "john@userpilot.co"
//... rest of chosen user properties
},
"company": {
"id": "1",
"name": "Userpilot"
//... rest of chosen company properties
}
}
}`,
  `{
"type": "nps.ask_later",
"app_token": "NX-bd46697c",
"timestamp": 1679578619,
"data": {
"action": "ask_later",
"hostname": "demo.userpilot.io",
"pathname": "/dashboard",
"user": {
"user_id": "1",
"name": "John Doe",
"email": "john@userpilot.co"
//... rest of chosen user properties
},
"company": {
"id": "1",
"name": "Userpilot"
//... rest of chosen company properties
}
}
}`,
  `{
"type": "feature_tag.clicked" || "feature_tag.hover" || "feature_tag.text_input",
"timestamp": 1679578625,
"app_token": "NX-bd46697c",
"data": {
"type": "feature_tag",
"action": "clicked" || "hover" || "text_input",
"id": 1,
"hostname": "demo.userpilot.io",
"pathname": "/dashboard",
"user": {
"user_id": "1",
"name": "John Doe",
"email": "john@userpilot.co"
//... rest of chosen user properties
},
"company": {
"id": "1",
"name": "Userpilot"
//... rest of chosen company properties
}
}
}`,
  `{
"type": "forms.submitted",
"timestamp": 1679578625,
"app_token": "NX-bd46697c",
"data": {
"type": "forms",
"action": "submitted",
"id": 1,
"hostname": "demo.userpilot.io",
"pathname": "/dashboard",
"user": {
"user_id": "1",
"name": "John Doe",
"email": "john@userpilot.co"
//... rest of chosen user properties
},
"company": {
"id": "1",
"name": "Userpilot"
//... rest of chosen company properties
}
}
}`,
  `{
"type": "button_tracked_event.occurred",
"timestamp": 1679578625,
"app_token": "NX-bd46697c",
"data": {
"type": "button_tracked_event",
"action": "occurred",
"id": 1,
"hostname": "demo.userpilot.io",
"pathname": "/dashboard",
"user": {
"user_id": "1",
"name": "John Doe",
"email": "john@userpilot.co"
//... rest of chosen user properties
},
"company": {
"id": "1",
"name": "Userpilot"
//... rest of chosen company properties
}
}
}`,
];

const ALTERNATIVES = /"\w[\w.]*"(?: \|\| "\w[\w.]*")+/g;

/** `"type": "flows.seen" || "flows.completed"` stands for two samples; each alternative goes with its like. */
const expand = (sample: string): string[] => {
  const count = sample.match(ALTERNATIVES)?.[0].split(' || ').length ?? 1;
  const json = sample.replaceAll(/^\/\/.*$/gm, '');
  return Array.from({ length: count }, (_, turn) =>
    json.replaceAll(ALTERNATIVES, (choices) => choices.split(' || ')[turn] ?? ''),
  );
};

/** The body of every event that Userpilot's page shows, as JSON text, in its order. */
export const SEED_BODIES: readonly string[] = PUBLISHED.flatMap(expand);
