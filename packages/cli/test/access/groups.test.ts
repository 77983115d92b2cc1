import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createGroups } from '../../src/access/groups.ts'

t.test('a user has the groups that name it, as the file says now', async t => {
  const path = join(t.testdir({ groups: '# people\nstaff: mia sam\n guests:bea\nstaff: bea\nnonsense\n' }), 'groups')
  const groupsOf = createGroups(path)
  t.same([...await groupsOf('mia')], ['staff'])
  t.same([...await groupsOf('bea')], ['guests', 'staff'])
  t.same([...await groupsOf('nobody')], [])
  writeFileSync(path, 'admins: mia\n')
  t.same([...await groupsOf('mia')], ['admins'])
})
