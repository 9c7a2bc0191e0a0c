/** Lets an operator replace the secret key, beside a running instance or alone. */
import type { Config } from '../config.ts';
import { openDatabase } from '../open-database.ts';
import { rotateSecret, sealInFlightMsMax } from '../rotate-secret.ts';

export async function rotateSecretKey(
  config: Config,
  { json }: { readonly json: boolean },
): Promise<number> {
  const opened = await openDatabase(config);
  if (!opened.ok) {
    console.error(opened.failure);
    return 1;
  }
  const { db, isAlone, close } = opened.value;
  try {
    const rotated = await rotateSecret({
      db,
      config,
      say: (line) => (json ? undefined : console.log(line)),
      inFlightMsMax: isAlone ? 0 : sealInFlightMsMax,
    });
    if (!rotated.ok) {
      console.error(rotated.failure);
      return 1;
    }
    const { anew, closed } = rotated.value;
    if (json) {
      console.log(JSON.stringify({ rotated: true, sealed_anew: anew, cannot_be_opened: closed }));
      return 0;
    }
    console.log(`Rotated: ${anew} values were sealed anew. Former keys open links alone now.`);
    if (closed > 0) {
      console.log(
        `${closed} values could not be opened, as before: npm start -- doctor says more.`,
      );
    }
    return 0;
  } finally {
    await close();
  }
}
