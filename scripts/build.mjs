/**
 * The place where dist is brought up to date with the sources, and left alone when it is: all of
 * it, or what is named, as in `npm run build -- web`.
 */

import { ensureBuilt, ensureInstalled, ensureNode } from './ensure.mjs';

ensureNode();
ensureInstalled();
const named = process.argv.slice(2);
ensureBuilt(named.length > 0 ? named : undefined);
