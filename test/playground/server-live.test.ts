import { get as httpGet } from 'node:http';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { PATHS, type SandboxState } from '../../playground/api.ts';
import { sendStates } from '../../playground/server/live.ts';
import type { SandboxChange } from '../../sandbox/usermaven/server.ts';
import { servedPlayground } from './playground-server.ts';
import { BATCH, TRACKING } from './recipes.ts';

const { url, run, sandbox } = servedPlayground();

/** Follows the stream. `states` has every state so far; `until` waits for one. */
const follow = async () => {
  const states: SandboxState[] = [];
  let waiting: { is: (state: SandboxState) => boolean; resolve: (state: SandboxState) => void } | undefined;
  let type: string | undefined;
  const request = httpGet(url() + PATHS.live, { agent: false }, (response) => {
    type = response.headers['content-type'];
    let text = '';
    response.setEncoding('utf8');
    response.on('error', () => undefined);
    response.on('data', (part: string) => {
      const messages = (text + part).split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages.filter((one) => one.startsWith('data: '))) {
        const state: SandboxState = JSON.parse(message.slice('data: '.length));
        states.push(state);
        if (waiting?.is(state)) waiting.resolve(state);
      }
    });
  });
  request.on('error', () => undefined);
  const until = (is: (state: SandboxState) => boolean): Promise<SandboxState> =>
    new Promise((resolve) => {
      const past = states.find(is);
      if (past) resolve(past);
      else waiting = { is, resolve };
    });
  await until(() => true);
  return { states, until, type: () => type, close: () => request.destroy() };
};

afterEach(async () => {
  await sandbox({ behavior: 'normal' });
  await sandbox({ clear: true });
});

describe('the live stream', () => {
  test('begins with the current state, and sends events, rejected requests, the behavior and a reset', async () => {
    await run({ operation: TRACKING.key, inputData: { event_name: 'Before', user_id: 'usr_1' } });
    const { states, until, type, close } = await follow();
    expect(type()).toBe('text/event-stream');
    expect(states[0]).toMatchObject({ stored: 1, behavior: 'normal', events: [{ type: 'Before' }] });

    await run({ operation: TRACKING.key, inputData: { event_name: 'After', user_id: 'usr_1' } });
    expect(await until(({ stored }) => stored === 2)).toMatchObject({ events: [{ type: 'After' }, {}] });

    await sandbox({ behavior: 'unauthorized' });
    await until(({ behavior }) => behavior === 'unauthorized');
    await run({ operation: TRACKING.key, inputData: { event_name: 'Refused', user_id: 'usr_1' } });
    expect(await until(({ rejected }) => rejected.length === 1)).toMatchObject({
      rejected: [{ status: 401 }],
    });

    await sandbox({ clear: true });
    await until(({ stored, rejected }) => stored + rejected.length === 0);
    close();
  });

  test('ends a batch with all of it, whatever was sent on the way', async () => {
    const { until, close } = await follow();
    const events = Array.from({ length: 1_000 }, (_row, index) => ({
      event_name: 'Imported',
      user_id: `usr_${index}`,
      occurred_at: '2025-01-01T00:00:00Z',
    }));
    const { result } = await run({ operation: BATCH.key, inputData: { events } });
    expect(result).toMatchObject({ ok: true, output: { events_accepted: 1_000 } });
    expect(await until(({ stored }) => stored === 1_000)).toMatchObject({ events: { length: 200 } });
    close();
  });

  test('reaches every follower', async () => {
    const followers = await Promise.all([follow(), follow()]);
    await run({ operation: TRACKING.key, inputData: { event_name: 'Seen', user_id: 'usr_1' } });
    for (const { until, close } of followers) {
      await until(({ stored }) => stored === 1);
      close();
    }
  });
});

describe('a stream', () => {
  const startStream = () => {
    const written: string[] = [];
    const listeners = new Set<(change: SandboxChange) => void>();
    let abort = (): void => undefined;
    const stream = {
      aborted: false,
      writeSSE: async () => {
        written.push('state');
      },
      write: async (text: string) => {
        written.push(text);
        return stream;
      },
      onAbort: (listener: () => void) => {
        abort = listener;
      },
    };
    const watch = (listener: (change: SandboxChange) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    };
    const state: SandboxState = {
      behavior: 'normal',
      stored: 0,
      duplicates: 0,
      events: [],
      rejected: [],
      dropped: [],
      people: [],
    };
    return {
      written,
      listeners,
      ended: sendStates(stream, { watch }, () => state),
      change: () => {
        for (const listener of listeners) listener({ kind: 'changed' });
      },
      close: () => {
        stream.aborted = true;
        abort();
      },
    };
  };

  test('sends changes within 200 ms as one, and a heartbeat when nothing changes', async () => {
    jest.useFakeTimers();
    try {
      const { written, listeners, ended, change, close } = startStream();
      await jest.advanceTimersByTimeAsync(1_000);
      expect(written).toEqual(['state']);
      for (let times = 0; times < 100; times += 1) change();
      await jest.advanceTimersByTimeAsync(10);
      expect(written).toEqual(['state', 'state']);
      change();
      await jest.advanceTimersByTimeAsync(150);
      expect(written).toHaveLength(2);
      await jest.advanceTimersByTimeAsync(50);
      expect(written).toHaveLength(3);
      await jest.advanceTimersByTimeAsync(15_500);
      expect(written.slice(3)).toEqual([': heartbeat\n\n']);
      close();
      await ended;
      expect([listeners.size, jest.getTimerCount()]).toEqual([0, 0]);
    } finally {
      jest.useRealTimers();
    }
  });
});
