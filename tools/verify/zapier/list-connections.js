import api from 'zapier-platform-cli/src/utils/api.js';

/**
 * Prints the app's title and its connections, as JSON. The CLI offers them only in a prompt (`invoke -a -`), so this asks as that
 * prompt does (zapier-platform-cli 19.1.0), with the CLI's own client and credentials.
 */
try {
  const { app, authentications } = await api.listAuthentications();
  const connections = authentications.map(({ id, title }) => ({ id: String(id), title }));
  console.log(JSON.stringify({ title: app.title, connections }));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
