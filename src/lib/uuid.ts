/** The place where it is known what an id looks like, as text and as its sixteen bytes. */

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What is not one is asked of no table. */
export function isUuid(text: string): boolean {
  return shape.test(text);
}

export function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}
