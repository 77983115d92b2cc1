/** `pnpm screenshots`: takes the pictures of docs/manager.md anew. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { launch, serve } from './support/browser.ts'

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url))

interface Picture {
  readonly name: string
  readonly colorScheme: 'light' | 'dark'
  readonly prepare: (page: Page) => Promise<void>
}

const pictures: readonly Picture[] = [
  { name: 'manager', colorScheme: 'light', async prepare () {} },
  {
    name: 'manager-preview',
    colorScheme: 'light',
    async prepare (page) {
      await page.locator('button[data-act=drain]').first().click()
      await page.getByRole('dialog').getByText('Draining Mode').waitFor()
    }
  },
  {
    name: 'manager-member',
    colorScheme: 'light',
    async prepare (page) {
      await page.locator('a[href*="w=http://api2.lan"]').click()
      await page.locator('#w_lf').fill('2.00')
      await page.locator('#w_status_N0').check()
      await page.getByRole('button', { name: 'Preview' }).click()
      await page.locator('.live.on').waitFor()
    }
  },
  {
    name: 'manager-balancer',
    colorScheme: 'dark',
    async prepare (page) {
      await page.locator('h3 a[href*="b=shop"]').click()
      await page.locator('#b_lbm').selectOption('bybusyness')
      await page.getByRole('button', { name: 'Preview' }).click()
      await page.locator('.live.on').waitFor()
    }
  }
]

mkdirSync(folder, { recursive: true })
const browser = await launch()
const site = await serve()
for (const { name, colorScheme, prepare } of pictures) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, colorScheme, reducedMotion: 'reduce' })
  await page.goto(site.url)
  await page.locator('.live.on').waitFor()
  await prepare(page)
  await page.screenshot({ path: `${folder}${name}.png` })
  await page.close()
}
await browser.close()
await site.close()
