import { defineFields } from './field.ts';

/** The browser and device behind the event. */
export const DEVICE_FIELDS = defineFields('device', {
  ip_address: {
    label: 'IP Address',
    type: 'text',
    path: 'source_ip',
    placeholder: '203.0.113.7',
    help: 'The IP address of the person, for example `203.0.113.7`. If blank, Usermaven may store the address that the request came from.',
  },
  user_agent: {
    label: 'User Agent',
    type: 'text',
    path: 'user_agent',
    placeholder: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15)',
    help: 'The user agent text of the browser, for example `Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15)`.',
  },
  user_language: {
    label: 'Language',
    type: 'text',
    path: 'user_language',
    placeholder: 'en-US',
    help: 'The language of the browser as a language tag, for example `en-US`.',
  },
  screen_resolution: {
    label: 'Screen Resolution',
    type: 'text',
    path: 'screen_resolution',
    placeholder: '1920x1080',
    help: 'The size of the screen in pixels, width and height, for example `1920x1080`.',
  },
  viewport_size: {
    label: 'Viewport Size',
    type: 'text',
    path: 'vp_size',
    placeholder: '1280x720',
    help: 'The size of the browser window in pixels, width and height, for example `1280x720`.',
  },
});
