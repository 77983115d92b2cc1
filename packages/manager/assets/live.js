/* global EventSource, location */

// Keeps the page up to date and asks before acting. The page is complete without it.

const live = document.querySelector('.live')
const say = document.getElementById('say')
const { base, shape } = live.dataset
const isEdit = document.documentElement.classList.contains('edit')
const tables = [...document.querySelectorAll('br + table')]
const rows = tables.map(table => [...table.rows].slice(1))

/** Makes an element. */
function make (name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...children)
  return element
}

// Some browsers forget that a table is one when its rows are grids.
for (const table of tables) {
  table.setAttribute('role', 'table')
  for (const row of table.rows) {
    row.setAttribute('role', 'row')
    for (const cell of row.cells) cell.setAttribute('role', cell.tagName === 'TH' ? 'columnheader' : 'cell')
  }
}

// httpd's list of facts has no values, which a list of definitions must have.
const facts = document.querySelector('dl')
facts.setAttribute('role', 'list')
for (const fact of facts.children) fact.setAttribute('role', 'listitem')

/* live */

const painters = {
  attn: (html) => { document.querySelector('.attn').outerHTML = html },
  kpi: (html) => { document.querySelector('.kpi').outerHTML = html },
  ribbon: (html) => { document.querySelector('.ribbon').outerHTML = html },
  sum: (html, n) => { document.querySelectorAll('.bsum')[n].innerHTML = html },
  why: (html, n) => { document.querySelectorAll('.why')[n].innerHTML = html },
  kind: (kind, n, m) => {
    const { classList } = laneOf(n, m)
    for (const name of [...classList]) if (name.startsWith('is-')) classList.remove(name)
    classList.add(`is-${kind}`)
  },
  cells: (texts, n, m) => {
    const { cells } = rows[n][m]
    texts.forEach((text, i) => { if (cells[i + 1].textContent !== text) cells[i + 1].textContent = text })
  },
  lane: (html, n, m, part) => {
    // Who may only look has no buttons.
    const element = laneOf(n, m).querySelector(`.${part}`)
    if (element !== null) paint(element, html)
  }
}

function laneOf (n, m) {
  return rows[n][m].querySelector('.lane')
}

/** Replaces what is in an element, but keeps the focus, and leaves alone what is open. */
function paint (element, html) {
  if (element.querySelector(':popover-open') !== null) return
  const focused = [...element.querySelectorAll('button')].indexOf(document.activeElement)
  element.innerHTML = html
  dress(element)
  if (focused !== -1) [...element.querySelectorAll('button')].at(Math.min(focused, element.querySelectorAll('button').length - 1))?.focus()
}

/** Gives what came from the server what only a script can do. */
function dress (element) {
  if (!isEdit) for (const button of element.querySelectorAll('button[data-act]')) button.hidden = false
  if (navigator.clipboard === undefined) return
  for (const command of element.querySelectorAll('[popover] pre')) {
    const copy = make('button', { type: 'button', textContent: 'Copy' })
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(command.textContent)
      copy.textContent = 'Copied'
    })
    command.after(copy)
  }
}

const heard = []

/** Says one change of state at a time, not more than one in five seconds. */
function speak () {
  const next = heard.shift()
  if (next !== undefined) say.textContent = next
}

function show (message) {
  const { now, pieces } = message
  if (message.shape !== shape) return outdated(now)
  for (const [name, piece] of Object.entries(pieces)) {
    const [painter, ...where] = name.split('.')
    painters[painter](piece, ...where)
  }
  live.className = 'live on'
  live.lastElementChild.textContent = `live, as of ${now}`
  if (message.say.length === 0) return
  if (heard.length === 0 && say.textContent === '') say.textContent = message.say.shift()
  heard.push(...message.say)
}

/** Members came or went: the page is loaded anew, unless somebody is at work on it. */
function outdated (now) {
  stream?.close()
  if (!isEdit && document.querySelector('dialog[open],:popover-open') === null) location.replace(`${base || '/'}`)
  else live.lastElementChild.textContent = `members have changed at ${now}; load the page anew to see them`
}

let stream

function connect () {
  stream = new EventSource(`${base}/events`)
  for (const name of ['snapshot', 'tick']) stream.addEventListener(name, event => show(JSON.parse(event.data)))
  stream.addEventListener('error', () => {
    const since = /\d\d:\d\d:\d\d/.exec(live.textContent)?.[0]
    live.className = 'live off'
    live.lastElementChild.textContent = `as of ${since}, ${stream.readyState === EventSource.CLOSED ? 'not live' : 'reconnecting'}`
  })
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) stream.close()
  else connect()
})
setInterval(speak, 5_000)

// Counts down here; the truth comes with the next message.
setInterval(() => {
  for (const time of document.querySelectorAll('time.tick')) {
    const seconds = Math.max(0, time.dataset.s - 1)
    time.dataset.s = seconds
    time.textContent = seconds === 0 ? 'with the next request' : `in ${seconds} s`
  }
}, 1_000)

/* acting: first what it would do, then whether */

const question = make('h2', { id: 'ask-h' })
const answer = make('div')
const apply = make('button', { type: 'button', className: 'primary', textContent: 'Apply' })
const cancel = make('button', { type: 'button', textContent: 'Cancel', autofocus: true })
const ask = make('dialog', {}, question, answer, make('p', { className: 'acts' }, apply, cancel))
ask.setAttribute('aria-labelledby', 'ask-h')
cancel.addEventListener('click', () => ask.close())
document.body.append(ask)

/** What httpd's form would send for a row's button. */
function fieldsOf (button) {
  const { search } = button.closest('tr').cells[0].firstElementChild
  return `${search.slice(1)}&${button.dataset.field}=${button.dataset.value}`
}

function askServer (fields) {
  return fetch(`${base}/preview`, { method: 'POST', body: fields, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
}

function patch (button) {
  const { url, status } = button.dataset
  return fetch(`${base}/api/${url}`, { method: 'PATCH', body: JSON.stringify({ status }), headers: { 'content-type': 'application/json' } })
}

document.addEventListener('click', async ({ target }) => {
  const button = target.closest('button[data-act]')
  if (button === null) return
  const fields = fieldsOf(button)
  question.textContent = `${button.textContent} ${button.closest('.lane').dataset.m}?`
  answer.textContent = 'Looking what it would do …'
  apply.disabled = false
  apply.onclick = async () => {
    apply.disabled = true
    const done = await patch(button)
    if (done.ok) ask.close()
    else answer.textContent = await reasonOf(done)
  }
  ask.showModal()
  const preview = await askServer(fields)
  if (preview.ok) answer.innerHTML = await preview.text()
  else answer.textContent = await reasonOf(preview)
  apply.disabled = !preview.ok
})

async function reasonOf (response) {
  const { message } = await response.json()
  return `Nothing was changed: ${message}`
}

/* sorting and filtering of many members */

const fewest = 10
const ranks = { err: 0, slow: 1, drain: 2, idle: 3, ok: 4 }
const text = (row, selector) => row.querySelector(selector)?.textContent ?? ''
const number = row => selector => Number.parseFloat(text(row, selector).replace(/\u202f/g, '')) || 0
const kindOf = row => /is-(\w+)/.exec(row.querySelector('.lane').className)[1]
const orders = {
  'As configured': null,
  State: row => ranks[kindOf(row)],
  'Requests/s': row => -number(row)('.rps b'),
  p99: row => -number(row)('.lat b + b') * (/p99 [\d.]+ s/.test(text(row, '.lat')) ? 1_000 : 1),
  Busy: row => -number(row)('.busy b'),
  Share: row => -number(row)('.share b')
}

tables.forEach((table, n) => {
  if (rows[n].length < fewest) return
  const body = table.tBodies[0]
  const filter = make('input', { type: 'search', placeholder: 'Filter members' })
  filter.setAttribute('aria-label', 'Filter members by URL, route or state')
  const shown = make('span', { className: 'sub' })
  shown.setAttribute('role', 'status')
  filter.addEventListener('input', () => {
    const wanted = filter.value.toLowerCase()
    let count = 0
    for (const row of rows[n]) {
      row.hidden = !`${text(row, 'td')} ${row.cells[1].textContent} ${text(row, '.st b')}`.toLowerCase().includes(wanted)
      if (!row.hidden) count++
    }
    shown.textContent = wanted === '' ? '' : `${count} of ${rows[n].length}`
  })
  const buttons = Object.entries(orders).map(([name, key]) => {
    const button = make('button', { type: 'button', textContent: name })
    button.setAttribute('aria-pressed', String(key === null))
    button.addEventListener('click', () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button))
      const keys = new Map(rows[n].map((row, i) => [row, key === null ? i : key(row)]))
      body.append(...rows[n].toSorted((a, b) => keys.get(a) - keys.get(b)))
    })
    return button
  })
  const bar = make('div', { className: 'sift' }, filter, shown, 'Sort by', ...buttons)
  table.previousElementSibling.before(bar)
})

dress(document)
if (!document.hidden) connect()
