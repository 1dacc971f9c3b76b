import { describe, expect, test } from '@jest/globals';
import { choiceOf, describeType, isChosen, TYPE_CHOICES } from '../../src/userpilot/event-types.ts';

describe('the types that Userpilot documents', () => {
  test.each([
    ['flows.seen', 'flow', 'Flow Seen (Started)', 'Userpilot Flow Seen'],
    ['flows.completed', 'flow', 'Flow Completed', 'Userpilot Flow Completed'],
    ['flows.dismissed', 'flow', 'Flow Dismissed', 'Userpilot Flow Dismissed'],
    ['checklist.seen', 'checklist', 'Checklist Seen (Started)', 'Userpilot Checklist Seen'],
    ['checklist.completed', 'checklist', 'Checklist Completed', 'Userpilot Checklist Completed'],
    ['checklist.dismissed', 'checklist', 'Checklist Dismissed', 'Userpilot Checklist Dismissed'],
    ['nps.feedback', 'nps', 'NPS Feedback', 'Userpilot NPS Feedback'],
    ['nps.ask_later', 'nps', 'NPS Ask Later', 'Userpilot NPS Ask Later'],
    ['feature_tag.clicked', 'feature_tag', 'Feature Tag Clicked', 'Userpilot Feature Tag Clicked'],
    ['feature_tag.hover', 'feature_tag', 'Feature Tag Hover', 'Userpilot Feature Tag Hover'],
    ['feature_tag.text_input', 'feature_tag', 'Feature Tag Text Input', 'Userpilot Feature Tag Text Input'],
    ['forms.submitted', 'form', 'Form Submitted', 'Userpilot Form Submitted'],
    ['button_tracked_event.occurred', 'button', 'Button Clicked', 'Userpilot Button Clicked'],
  ])('%s has its category, label and event name', (type, category, label, eventName) => {
    expect(describeType(type)).toEqual({ category, event_name: eventName });
    expect(TYPE_CHOICES).toContainEqual({ value: type, label });
    expect(choiceOf(type)).toBe(type);
  });

  test('there are thirteen of them, and Any Other Event comes last', () => {
    expect(TYPE_CHOICES).toHaveLength(14);
    expect(TYPE_CHOICES.at(-1)).toEqual({ value: 'other', label: 'Any Other Event' });
    expect(new Set(TYPE_CHOICES.map(({ label }) => label)).size).toBe(14);
  });
});

describe('types that Userpilot does not document', () => {
  test.each([
    ['nps.dismissed', 'nps', 'Userpilot NPS Dismissed'],
    ['nps.score', 'nps', 'Userpilot NPS Score'],
    ['flows.step_completed', 'flow', 'Userpilot Flow Step Completed'],
    ['forms.a.b', 'form', 'Userpilot Form A B'],
    ['button_tracked_event.hovered', 'button', 'Userpilot Button Hovered'],
    ['flows', 'flow', 'Userpilot Flow'],
  ])('%s keeps the category of its family', (type, category, eventName) => {
    expect(describeType(type)).toEqual({ category, event_name: eventName });
    expect(choiceOf(type)).toBe('other');
  });

  test.each([
    ['surveys.completed', 'Userpilot Surveys Completed'],
    ['resource_center-opened', 'Userpilot Resource Center Opened'],
    ['bannerSeen', 'Userpilot BannerSeen'],
    ['umfrage.übersprungen', 'Userpilot Umfrage Übersprungen'],
    ['flowsy.completed', 'Userpilot Flowsy Completed'],
    ['FLOWS.completed', 'Userpilot FLOWS Completed'],
    ['__proto__', 'Userpilot Proto'],
    ['constructor.name', 'Userpilot Constructor Name'],
    ['hasOwnProperty', 'Userpilot HasOwnProperty'],
    ['...', 'Userpilot Event'],
  ])('%s is other, with a readable event name', (type, eventName) => {
    expect(describeType(type)).toEqual({ category: 'other', event_name: eventName });
    expect(choiceOf(type)).toBe('other');
  });
});

test('a type of megabytes has a name that an event can have', () => {
  const { category, event_name } = describeType(`flows.${'so_long.'.repeat(1_000_000)}`);
  expect(category).toBe('flow');
  expect(event_name).toMatch(/^Userpilot Flow So Long So Long /);
  expect(event_name.length).toBeLessThan(250);
});

test('half a character at the end of a long type is none', () => {
  expect(describeType(`${'a'.repeat(199)}😀`).event_name.isWellFormed()).toBe(true);
});

describe('Event Types', () => {
  test.each([[undefined], [[]], [['']], [[' ', '']]])('left blank (%j) means every event', (chosen) => {
    expect(isChosen('flows.seen', chosen)).toBe(true);
    expect(isChosen('surveys.completed', chosen)).toBe(true);
  });

  test('a chosen type starts the Zap and no other does', () => {
    expect(isChosen('nps.feedback', ['flows.seen', ' nps.feedback '])).toBe(true);
    expect(isChosen('nps.ask_later', ['flows.seen', 'nps.feedback'])).toBe(false);
    expect(isChosen('surveys.completed', ['flows.seen'])).toBe(false);
  });

  test('Any Other Event means all that is not in the list, and only that', () => {
    expect(isChosen('surveys.completed', ['other'])).toBe(true);
    expect(isChosen('nps.dismissed', ['other'])).toBe(true);
    expect(isChosen('nps.feedback', ['other'])).toBe(false);
  });

  test('a type that is not in the list can be typed', () => {
    expect(isChosen('nps.dismissed', ['nps.dismissed'])).toBe(true);
    expect(isChosen('surveys.completed', ['nps.dismissed'])).toBe(false);
  });
});
