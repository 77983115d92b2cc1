import type { Member } from './member.ts'

/** Something that happens to a member, and how it ends. */
export interface Fault {
  readonly name: string
  readonly begin: (member: Member) => Promise<void> | void
  readonly end: (member: Member) => Promise<void> | void
}

export const faults: readonly Fault[] = [
  { name: 'killed', begin: member => member.kill(), end: member => member.start() },
  { name: 'frozen', begin: member => member.freeze(), end: member => member.thaw() },
  { name: 'slowed', begin: member => member.tell('slow'), end: member => member.tell('well') },
  { name: 'answers 500', begin: member => member.tell('broken'), end: member => member.tell('well') },
  { name: 'cut off', begin: member => member.tell('cut'), end: member => member.listen() }
]
