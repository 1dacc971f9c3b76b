import { type Call, METHODS, type Reply } from './server-methods.ts';

/** The process in which the fault run keeps its servers: answers calls over the channel that it was started with. */
const reply = (answer: Reply): void => {
  process.send?.(answer);
};

process.on('message', async ({ id, method, parameters }: Call) => {
  try {
    reply({ id, result: await Reflect.apply(METHODS[method], undefined, parameters) });
  } catch (error) {
    reply({ id, error: String(error) });
  }
});

// Whoever started it is gone.
process.on('disconnect', () => process.exit());
