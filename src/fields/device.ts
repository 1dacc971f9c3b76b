import { defineFields, keysOf } from './field.ts';

/** The browser and device behind the event. */
export const DEVICE_FIELDS = defineFields('device', {
  ip_address: {
    label: 'IP Address',
    detail: true,
    type: 'ip_address',
    path: 'source_ip',
    placeholder: '203.0.113.7',
    help: 'The IP address of the person, for example `203.0.113.7`. Without an Anonymous ID, Usermaven tells visitors apart by IP Address and User Agent together, so fill in both or neither.',
  },
  user_agent: {
    label: 'User Agent',
    detail: true,
    type: 'text',
    path: 'user_agent',
    placeholder: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15)',
    help: "The browser's user agent string, for example `Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15)`. Without an Anonymous ID, Usermaven tells visitors apart by IP Address and User Agent together, so fill in both or neither.",
  },
  user_language: {
    label: 'Language',
    detail: true,
    type: 'text',
    path: 'user_language',
    placeholder: 'en-US',
    help: "The browser's language as a language tag, for example `en-US`.",
  },
  screen_resolution: {
    label: 'Screen Resolution',
    detail: true,
    type: 'text',
    path: 'screen_resolution',
    placeholder: '1920x1080',
    help: 'The size of the screen in pixels as width x height, for example `1920x1080`.',
  },
  viewport_size: {
    label: 'Viewport Size',
    detail: true,
    type: 'text',
    path: 'vp_size',
    placeholder: '1280x720',
    help: 'The size of the browser window in pixels as width x height, for example `1280x720`.',
  },
});

/** All of them, as forms show them. */
export const DEVICE = keysOf(DEVICE_FIELDS);
