/** The place where it is known where a build puts the web interface: beside the program. */
import { fileURLToPath } from 'node:url';

export const webFolder = fileURLToPath(new URL('../web', import.meta.url));
