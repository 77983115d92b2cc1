import t from 'tap'
import { readExpression } from '../../src/expression/expression.ts'

const answer = {
  status: 404,
  headers: { 'content-type': 'text/html', 'x-state': 'Up' },
  body: 'not\nfound, 100% of it'
}

const holds = [
  'true', '!false', 'not false', '! ! true', '(true)', 'true && true', 'true and true', 'false || true', 'false or true',
  'true || true && false', '!false && true', '(true || true) && !(false)',
  '%{REQUEST_STATUS} == 404', "%{request_status} = '404'", '%{REQUEST_STATUS}==404', '%{REQUEST_STATUS} != 200',
  '%{REQUEST_STATUS} > 100', "'5' > 404", '%{REQUEST_STATUS} >= 404', '%{REQUEST_STATUS} <= 404', "'a' < 'b'",
  '%{REQUEST_STATUS} -eq 404', "%{REQUEST_STATUS} eq ' 404x'", '5 lt 404', '5 -le 5', '404 -gt 5', '5 ge 5', "'x' -eq 0", '1 ne 2', '-1 -lt 0',
  '%{REQUEST_STATUS} =~ /^[234]/', '%{REQUEST_STATUS}!~/^5/', '%{REQUEST_STATUS} =~ //', '%{REQUEST_STATUS} =~ m#^4#', '%{REQUEST_STATUS} =~ m,^4,',
  "hc('body') =~ /FOUND/i", "hc('body') =~ /not.found/", "hc('body') =~ /^found/m", "hc('body') !~ /error|fail/is", '%{HC_BODY} =~ /found/', '%{hc:body} =~ /found/', "hc('BODY') =~ /f/",
  "hc('nothing') == ''", "resp('X-State') == 'Up'", "RESP('x-state') == 'Up'", '%{resp:X-State} == "Up"', "resp('X-None') == ''", "%{CONTENT_TYPE} == 'text/html'",
  "-n resp('X-State')", "-z resp('X-None')", '! -z %{HC_BODY}', "-T resp('X-State')", "! -T 'off'", "! -T ''",
  "%{REQUEST_STATUS} in {'200', 404}", "! %{REQUEST_STATUS} -in { '200' }",
  "'a'.'b' == 'ab'", "%{REQUEST_STATUS} . 'x' == '404x'", "resp('X-'.'State') == 'Up'",
  "\"%{REQUEST_STATUS}x\" == '404x'", "'it\\'s' == \"it's\"", "'a\\tb\\z' == \"a\tbz\"", "'100% $ \"' == '100% $ \"'", "'' == \"\""
]

for (const text of holds) {
  t.test(text, async t => {
    t.equal(readExpression(text)(answer), true)
    t.equal(readExpression(`!(${text})`)(answer), false)
  })
}

const refused = [
  ['', 'a word must follow at the end'],
  ['%{REQUEST_STATUS}', 'a comparison must follow at the end'],
  ['%{REQUEST_STATUS} =~ ', 'an expression such as /^[23]/ or m#/#i, with no other flags than i, m and s must follow at the end'],
  ["%{REQUEST_STATUS} =~ '^2'", 'an expression such as /^[23]/ or m#/#i, with no other flags than i, m and s must follow at character 22 ("\'^2\'")'],
  ['%{REQUEST_STATUS} =~ /^2/x', 'an expression such as /^[23]/ or m#/#i, with no other flags than i, m and s must follow at character 22 ("/^2/x")'],
  ['%{REQUEST_STATUS} =~ /(/', 'Invalid regular expression: /(/s: Unterminated group, at the end'],
  ['%{REQUEST_STATUS} =~ /\\Aa/', "JavaScript's regular expressions have no \\A, at the end"],
  ['%{Content-Type} == 1', 'NAME} or resp:NAME} must follow at character 3 ("Content-Type} == 1")'],
  ["%{NOPE} == ''", 'there is no %{NOPE}, only REQUEST_STATUS, HC_BODY and CONTENT_TYPE, at character 8 (" == \'\'")'],
  ["%{toString} == ''", 'there is no %{toString}, only REQUEST_STATUS, HC_BODY and CONTENT_TYPE, at character 12 (" == \'\'")'],
  ["%{req:X} == ''", 'there is no %{req:…}, only resp and hc, at character 9 (" == \'\'")'],
  ["req('X') == ''", 'there is no req(), only resp() and hc(), at character 5 ("\'X\') == \'\'")'],
  ["resp('X' == ''", ') must follow at character 10 ("== \'\'")'],
  ['resp(X)', 'a word must follow at character 6 ("X)")'],
  ['(true', ') must follow at the end'],
  ['true)', 'nothing more is understood at character 5 (")")'],
  ['1 == 1 == 1', 'nothing more is understood at character 8 ("== 1")'],
  ['1 in (1)', '{ must follow at character 6 ("(1)")'],
  ['1 in {1', ', or } must follow at the end'],
  ["'a == 1", "' must follow, and no $0 to $9 before it, at the end"],
  ["'$1' == 1", '\' must follow, and no $0 to $9 before it, at character 2 ("$1\' == 1")'],
  ["'%{' == 1", 'NAME} or resp:NAME} must follow at character 4 ("\' == 1")']
] as const

for (const [text, message] of refused) {
  t.test(`refused: ${text}`, async t => {
    t.throws(() => readExpression(text), { code: 'FST_BALANCER_BAD_PARAMETER', message: `expression ${text}: ${message}` })
  })
}
