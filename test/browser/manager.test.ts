/** Operates the balancer-manager page in a real browser. */
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { control, findMember, flag } from '@fastify-balancer/core'
import type { BalancerMember } from '@fastify-balancer/core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import t from 'tap'
import { needs } from '../support/skip.ts'
import { chromiumRemedy, hasChromium, launch, serve } from './support/browser.ts'
import type { Site } from './support/browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const api1 = 'a[href*="w=http://api1.lan"]'
const shop = 'h3 a[href*="b=shop"]'

t.test('the balancer-manager page in Chromium', needs('Chromium', hasChromium(), chromiumRemedy), async t => {
  const browser: Browser = await launch()
  const site: Site = await serve()
  t.teardown(async () => {
    await browser.close()
    await site.close()
  })
  const complaints: string[] = []

  async function open (options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    page.on('console', message => {
      // A browser asks for an icon of the site, which is not the page's business.
      if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(error.message))
    await page.goto(site.url)
    return page
  }

  const member = (balancer: string, url: string): BalancerMember => findMember(site.balancers.get(balancer), url)!
  const is = ({ flags }: BalancerMember, letter: 'N' | 'D'): boolean => (flags & flag[letter]) !== 0
  const first = member('apicluster', 'http://api1.lan:8080')

  await t.test('a button in a row says what it would do, and then does it', async t => {
    const page = await open()
    await page.locator('.live.on').waitFor()
    const row = page.locator('tr', { has: page.locator(api1) })
    await row.getByRole('button', { name: 'Drain' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Draining Mode Off → On').waitFor()
    t.match(await dialog.textContent(), 'No session moves: 1\u202f184 stay.')
    await page.keyboard.press('Escape')
    t.notOk(is(first, 'N'), 'Escape is no')
    await row.getByRole('button', { name: 'Drain' }).click()
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await row.getByText('Draining', { exact: true }).waitFor()
    t.ok(is(first, 'N'))
    t.match(await page.locator('.ribbon').textContent(), 'api1 draining by 127.0.0.1 (api)')
    await page.getByText('api1 in apicluster: Healthy to Draining').waitFor({ state: 'attached' })
    await row.getByRole('button', { name: 'Enable' }).click()
    await dialog.getByText('Draining Mode On → Off').waitFor()
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await row.getByText('Healthy', { exact: true }).waitFor()
    t.notOk(is(first, 'N'))
    await row.getByRole('button', { name: 'Disable' }).click()
    await dialog.getByText('1\u202f184 sessions fail over').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    t.notOk(is(first, 'D'))
    await row.getByRole('button', { name: 'curl' }).click()
    t.match(await page.locator('[popover]:popover-open').textContent(), `${site.url}/api/balancers/apicluster/members/api1`)
    await page.context().close()
  })

  await t.test('without a script everything is there, and everything can be done', async t => {
    const page = await open({ javaScriptEnabled: false })
    t.equal(await page.getByRole('button', { name: 'Drain' }).count(), 0, 'no button that would do nothing')
    await page.locator('a[href*="w=http://shop1.lan"]').click()
    await page.locator('#w_lf').fill('3')
    await page.locator('#w_status_D1').check()
    await page.getByRole('button', { name: 'Preview' }).click()
    t.match(await page.locator('.panel.pre').textContent(), 'Not applied yet: 2 changes')
    t.equal(await page.locator('#w_lf').inputValue(), '3', 'what was typed is kept')
    await page.getByRole('button', { name: 'Submit' }).click()
    const shop1 = member('shop', 'http://shop1.lan:3000')
    t.equal(shop1.lbfactor, 300)
    t.ok(is(shop1, 'D'))
    await page.locator('.panel li', { hasText: 'loadfactor 1 → 3' }).getByRole('button', { name: 'Undo' }).click()
    t.equal(shop1.lbfactor, 100)
    t.notOk(is(shop1, 'D'))
    await page.getByRole('button', { name: 'Drain' }).click()
    t.ok(is(shop1, 'N'), 'at once')
    await page.getByRole('button', { name: 'Enable' }).click()
    t.notOk(is(shop1, 'N'))
    await page.locator(shop).click()
    await page.locator('#b_lbm').selectOption('bybusyness')
    await page.locator('#b_nwrkr').fill('http://shop4.lan:3000')
    await page.locator('#b_wyes').check()
    await page.getByRole('button', { name: 'Submit' }).click()
    t.equal(site.balancers.get('shop').lbmethod.name, 'bybusyness')
    t.ok(is(member('shop', 'http://shop4.lan:3000'), 'D'), 'a new member begins disabled')
    await page.getByRole('button', { name: 'Remove shop4.lan:3000' }).click()
    t.equal(findMember(site.balancers.get('shop'), 'http://shop4.lan:3000'), undefined)
    await page.getByRole('button', { name: 'Close' }).click()
    t.equal(page.url().replace(/\?$/, ''), site.url)
    await page.context().close()
  })

  await t.test('a wrong nonce, as that of a form from before a restart, changes nothing, and nothing that was typed is lost', async t => {
    const page = await open({ javaScriptEnabled: false })
    await page.locator(api1).click()
    const nonce = await page.locator('#nonce').inputValue()
    const html = await page.content()
    await page.route(site.url, route => route.fulfill({ contentType: 'text/html', body: html.replaceAll(nonce, '00000000-0000-0000-0000-000000000000') }), { times: 1 })
    await page.goto(site.url)
    await page.locator('#w_lf').fill('9')
    await page.getByRole('button', { name: 'Submit' }).click()
    t.equal(first.lbfactor, 200)
    await page.getByText('This form is stale, and nothing was changed').waitFor()
    t.equal(await page.locator('#w_lf').inputValue(), '9')
    await page.locator('#w_lf').fill('5')
    await page.getByRole('button', { name: 'Submit' }).click()
    t.equal(first.lbfactor, 500, 'submitted again it is as good as any')
    first.lbfactor = 200
    await page.context().close()
  })

  await t.test('the keyboard is enough', async t => {
    const page = await open()
    await page.locator('.live.on').waitFor()
    const focused = page.locator(':focus')
    await page.locator('h3 a').first().focus()
    await page.keyboard.press('Tab')
    t.equal(await focused.textContent(), 'http://api1.lan:8080', 'after a balancer come its members')
    await page.keyboard.press('Tab')
    t.equal(await focused.textContent(), 'Drain', 'each with its buttons')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('Draining Mode').waitFor()
    t.equal(await focused.textContent(), 'Cancel', 'a dialog begins with no')
    await page.keyboard.press('Enter')
    await page.locator(api1).focus()
    await page.keyboard.press('Enter')
    await page.locator('#w_lf:focus').waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('4')
    await page.keyboard.press('Enter')
    await page.locator('.panel li', { hasText: 'loadfactor 2 → 4' }).waitFor()
    t.equal(first.lbfactor, 400, 'Enter in a field submits')
    await page.context().close()
  })

  await t.test('a small screen shows all of it, and nothing beside it', async t => {
    const page = await open({ viewport: { width: 380, height: 800 } })
    for (const view of [null, api1, shop]) {
      await page.goto(site.url)
      if (view !== null) await page.locator(view).click()
      t.equal(await page.evaluate('document.documentElement.scrollWidth'), 380, view ?? 'main')
    }
    await page.context().close()
  })

  await t.test('no view has a fault that axe finds, in light and in dark', async t => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open({ colorScheme, reducedMotion: 'reduce' })
      // httpd's elements are children of the body, so that there can be no main element around them.
      const check = async (view: string): Promise<void> => {
        await page.evaluate(axe)
        const violations = await page.evaluate('axe.run({ rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html }) => html).join(" ")))')
        t.same(violations, [], `${view}, ${colorScheme}`)
      }
      await page.locator('.live.on').waitFor()
      await check('main')
      await page.locator('button[data-act=drain]').first().click()
      await page.getByRole('dialog').getByText('Draining Mode').waitFor()
      await check('dialog')
      await page.keyboard.press('Escape')
      await page.locator('a[href*="w=http://api2.lan"]').click()
      await page.getByRole('button', { name: 'Preview' }).click()
      await page.locator('.panel.pre').waitFor()
      await check('member')
      await page.goto(site.url)
      await page.locator(shop).click()
      await page.locator('#b_lbm').selectOption('bytraffic')
      await page.getByRole('button', { name: 'Preview' }).click()
      await page.locator('.panel.pre').waitFor()
      await check('balancer')
      await page.context().close()
    }
  })

  await t.test('many members can be sorted and filtered, and members that come are shown', async t => {
    const many = site.balancers.add('many', { growth: 1, members: Array.from({ length: 12 }, (_, i) => ({ url: `http://m${i}.lan`, route: `m${i}` })) })
    many.members[7]!.busy = 5
    const page = await open()
    await page.locator('.live.on').waitFor()
    const rows = page.locator('tr', { has: page.locator('a[href*="b=many"]') })
    await page.getByRole('button', { name: 'Busy' }).click()
    t.match(await rows.first().textContent(), 'http://m7.lan')
    await page.getByRole('searchbox').fill('m1')
    await page.getByText('3 of 12').waitFor()
    control(site.balancers, { balancer: 'many', add: { url: 'http://m12.lan' } }, 'ann', Date.now())
    await page.locator('a[href*="w=http://m12.lan"]').waitFor()
    many.members[7]!.busy = 0
    await page.context().close()
  })

  await t.test('a lost stream is shown, and found again', async t => {
    const page = await open()
    await page.locator('.live.on').waitFor()
    await page.route('**/events', route => route.abort())
    await page.evaluate('stream.close(); connect()')
    await page.locator('.live.off').waitFor()
    t.match(await page.locator('.live').textContent(), /as of \d\d:\d\d:\d\d, reconnecting/)
    await page.unroute('**/events')
    await page.locator('.live.on').waitFor()
    await page.context().close()
  })

  t.same(complaints.filter(text => !text.includes('net::ERR_FAILED')), [], 'the console has no error, of the Content-Security-Policy or of the script')
})
