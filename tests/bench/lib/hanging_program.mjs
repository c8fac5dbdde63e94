// hanging_program.mjs BASE APP_URL COUNT: COUNT clients that register apps which never answer, until SIGTERM; in a
// process of its own, so that they delay no measurement of the driver. The environment variable API_KEY is the key.
import { HangingClients } from './hanging_clients.mjs';

const [base, appUrl, count] = process.argv.slice(2);
const clients = new HangingClients(base, [process.env.API_KEY], { count: Number(count), appUrl });
process.on('SIGTERM', async () => {
  await clients.stop();
  process.exit(0);
});
