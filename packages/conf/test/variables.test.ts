/* eslint no-template-curly-in-string: off -- these are httpd.conf's, not JavaScript's */
import t from 'tap'
import { createVariables, setVariable, substitute, unsetVariable } from '../src/variables.ts'
import { read, refusal, verdicts } from './support/read.ts'

t.test('Define wins over the environment, and its names have no case', async t => {
  const variables = createVariables({ Port: '81' }, { Port: '80', HOST: 'h' })
  t.same(substitute('${HOST}:${PORT}', variables), { text: 'h:81', missing: [] })
})

t.test('a value is not looked at again', async t => {
  const variables = createVariables({ a: '${b}', b: 'x' }, {})
  t.equal(substitute('${a}', variables).text, '${b}')
})

t.test('what is not defined stays and is told', async t => {
  t.same(substitute('${} $x ${a', createVariables({}, {})), { text: '${} $x ${a', missing: [] })
  t.same(substitute('/${A}/${b}', createVariables({}, {})), { text: '/${A}/${b}', missing: ['${A}', '${b}'] })
})

t.test('a name without value is defined for <IfDefine> only', async t => {
  const variables = createVariables({}, {})
  setVariable(variables, 'A', undefined)
  t.ok(variables.names.has('A'))
  t.same(substitute('${A}', variables).missing, ['${A}'])
})

t.test('UnDefine takes name and value', async t => {
  const variables = createVariables({ A: 'x' }, {})
  unsetVariable(variables, 'A')
  t.notOk(variables.names.has('A'))
  t.same(substitute('${A}', variables).missing, ['${A}'])
})

t.test('a variable may be defined in the file, by another one, and hold several words', async t => {
  const { virtualHosts } = read(t, 'Define NAMES "a.test ${OTHER}"\n<VirtualHost *>\nServerAlias ${NAMES}\n</VirtualHost>', { define: { OTHER: 'b.test' } })
  t.same(virtualHosts[0]?.serverAlias, ['a.test', 'b.test'])
})

t.test('even the name of a directive', async t => {
  t.same(read(t, 'Define what Listen\n${what} 81').listen, [{ host: null, port: 81 }])
})

t.test('a used directive with an undefined variable is refused by its name', async t => {
  t.equal(refusal(t, 'ErrorLog ${APACHE_LOG_DIR}/error.log'), 'httpd.conf:1: ErrorLog: ${APACHE_LOG_DIR} is not defined')
  t.equal(refusal(t, 'Define A ${B}\nUnDefine A\nServerName ${A}'), [
    'httpd.conf:1: Define: ${B} is not defined',
    'httpd.conf:3: ServerName: ${A} is not defined'
  ].join('\n'))
})

t.test('an ignored directive may have one', async t => {
  t.same(verdicts(t, 'User ${APACHE_RUN_USER}'), ['User ignored the process keeps the user that starts it'])
})
