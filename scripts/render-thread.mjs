/**
 * Starts the render thread from sources that are not compiled: a thread does not inherit the loader
 * of the process on Node 20. Used by tests, the bench and `tsx src/main/main.ts`.
 */
import { register } from 'tsx/esm/api';

register();
await import('../src/adapters/renderer/render-thread.ts');
