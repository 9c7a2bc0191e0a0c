/** The place where dist is brought up to date with the sources, and left alone when it is. */

import { ensureBuilt, ensureInstalled, ensureNode } from './ensure.mjs';

ensureNode();
ensureInstalled();
ensureBuilt();
