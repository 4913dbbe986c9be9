// SPDX-License-Identifier: EUPL-1.2
// One request from the need to the file's end as people do it, and every page looked at by axe.
import { spawn, execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

const require = createRequire(import.meta.url)
const { chromium } = require('playwright-core')
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const here = path.dirname(new URL(import.meta.url).pathname)
const SCHAKEL = process.env.SCHAKEL
const SHOTS = process.env.SCHAKEL_SHOTS // a folder for pictures of all pages, or nothing
const START_MS_MAX = 240000 // a limit for a hang: sanitizers and a loaded machine are slow

let failed = 0
const ok = (name) => console.log(`ok - ${name}`)
const notOk = (name, why) => {
  failed++
  console.log(`not ok - ${name}: ${String(why).split('\n').slice(0, 6).join(' | ')}`)
}
async function check (name, work) {
  try {
    await work()
    ok(name)
  } catch (error) {
    notOk(name, error.message ?? error)
  }
}

function freePort () {
  return new Promise((resolve) => {
    const s = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address()
      s.close(() => resolve(port))
    })
  })
}

async function serve () {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'schakel-browser-'))
  const port = await freePort()
  const log = fs.openSync(path.join(folder, 'log'), 'w+')
  const child = spawn(SCHAKEL, ['serve', '--demo', '--port', String(port), '--data', folder],
    { stdio: ['ignore', log, log] })
  const url = `http://127.0.0.1:${port}`
  const end = Date.now() + START_MS_MAX
  while (Date.now() < end && child.exitCode === null) {
    try {
      if ((await fetch(url + '/inloggen')).ok) return { url, child, folder }
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
  }
  throw new Error('the server did not start: ' + fs.readFileSync(path.join(folder, 'log'), 'utf8'))
}

class Knowledge { // what a person knows: which office is which, where a place stands
  constructor (url) {
    this.url = url
    this.things = {}
    this.tokens = {}
  }

  async load () {
    const { groups } = await (await fetch(this.url + '/api/v1/sessions')).json()
    this.offices = groups.flatMap((g) => g.offices)
    this.acts = JSON.parse(execFileSync(SCHAKEL, ['acts', '--json'])).acts
  }

  office (code, instance = 'VR24') {
    const of = this.offices.filter((o) => o.code === code)
    return (of.find((o) => o.instance === instance) ?? of.find((o) => !o.instance) ?? of[0]).id
  }

  async get (p, code = 'LOCC.desk') {
    if (!this.tokens[code]) {
      const answer = await fetch(this.url + '/api/v1/sessions', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ office: this.office(code) })
      })
      this.tokens[code] = (await answer.json()).token
    }
    return (await fetch(this.url + p, { headers: { Authorization: 'Bearer ' + this.tokens[code] } })).json()
  }

  address (act, on) {
    return this.acts.find((a) => a.action === act && a.object === on).address
  }

  async now () {
    return new Date((await (await fetch(this.url + '/api/v1/clock')).json()).now)
  }

  async resolve (value) {
    if (Array.isArray(value)) return Promise.all(value.map((v) => this.resolve(v)))
    if (value && typeof value === 'object') {
      const out = {}
      for (const [k, v] of Object.entries(value)) out[k] = await this.resolve(v)
      return out
    }
    if (typeof value !== 'string' || !value.startsWith('@')) return value
    const hours = value.match(/^@now([+-]\d+)h$/)
    if (hours) return typed(new Date((await this.now()).getTime() + Number(hours[1]) * 3600000))
    const [kind, name] = value.slice(1).split(':')
    if (kind === 'version') return this.version
    if (kind === 'office') return this.office(name)
    if (kind === 'region' || kind === 'place') {
      return (await this.get(`/api/v1/things?type=${kind}&q=${name}`)).items[0].id
    }
    return this.things[kind]
  }
}

// As a person types a moment: 14-07-2021 22:10 in Amsterdam.
function typed (at) {
  const part = Object.fromEntries(new Intl.DateTimeFormat('nl-NL', {
    timeZone: 'Europe/Amsterdam', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit',
    minute: '2-digit', hourCycle: 'h23'
  }).formatToParts(at).map((p) => [p.type, p.value]))
  return `${part.day}-${part.month}-${part.year} ${part.hour}:${part.minute}`
}

function * flat (prefix, value) {
  if (Array.isArray(value) && value.every((v) => typeof v !== 'object')) {
    if (value.length) yield [prefix, value.join('\n')]
  } else if (value && typeof value === 'object') {
    for (const [k, v] of Object.entries(value)) yield * flat(prefix ? `${prefix}.${k}` : k, v)
  } else {
    yield [prefix, value]
  }
}

async function fillIn (page, name, value) {
  const control = page.locator(`main form [name="${name}"]`)
  const kinds = await control.evaluateAll((all) => all.map((e) => `${e.tagName}:${e.type}`))
  if (!kinds.length) throw new Error(`the form has no field ${name}`)
  if (kinds[0].startsWith('SELECT')) {
    const wanted = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
    await control.first().selectOption(wanted)
  } else if (kinds[0] === 'INPUT:radio') {
    await page.locator(`main form [name="${name}"][value="${value ? 'ja' : 'nee'}"]`).check({ force: true })
  } else if (kinds[0] === 'INPUT:hidden') { // chosen on the way to this form
    const chosen = await control.first().inputValue()
    if (chosen !== String(value)) throw new Error(`the form has ${chosen} for ${name}, not ${value}`)
  } else if (kinds[0] === 'INPUT:checkbox') {
    await control.first().setChecked(Boolean(value), { force: true })
  } else {
    await control.first().fill(String(value))
  }
}

async function signIn (page, know, code) {
  await page.context().clearCookies()
  await page.goto(know.url + '/inloggen')
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true }))
  await page.locator(`button[name=office][value="${know.office(code)}"]`).click()
  await page.waitForURL(/\/werk/)
}

async function carryOut (page, know, step) {
  const id = know.things[step.thing]
  if (step.act === 'task') { // the page of the request leads its next office straight to the order
    await page.goto(`${know.url}/aanvragen/${know.things.R}`)
    const next = await page.locator('.sk-next a.sk-button--primary').getAttribute('href')
    if (next !== `${know.address('task', 'deployment')}?request=${know.things.R}`) throw new Error('next leads to ' + next)
  }
  await page.goto(know.url + know.address(step.act, step.on).replace('{id}', id ?? ''))
  for (const [name, value] of flat('', await know.resolve(step.fields))) await fillIn(page, name, value)
  await page.locator('main form button.sk-button--primary').click()
  await page.waitForLoadState()
  if (!page.url().includes('klaar=')) {
    throw new Error(`${step.as} ${step.act}: ` + (await page.locator('main').innerText()).slice(0, 600))
  }
  if (!await page.locator('.sk-receipt').count()) throw new Error(`${step.act} shows no receipt`)
  const receipt = await page.locator('.sk-receipt').first().innerText()
  if (step.act === 'close' && /incident/i.test(receipt)) throw new Error('closing a request says ' + receipt)
  know.things[step.thing] ??= page.url().match(/\/(\d+-\d+)/)[1]
}

async function route (browser, know, name, options) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const { steps, ends } = JSON.parse(fs.readFileSync(path.join(here, '..', 'route', 'steps.json'), 'utf8'))
  let office = ''
  know.things = {}
  know.version = (know.version ?? 900) + 1
  for (const step of steps) {
    if (office !== step.as) await signIn(page, know, step.as)
    office = step.as
    await carryOut(page, know, step)
  }
  for (const [thing, want] of Object.entries(ends)) {
    const kind = thing === 'R' ? 'requests' : 'deployments'
    const { state } = await know.get(`/api/v1/${kind}/${know.things[thing]}`)
    if ((state.code ?? state) !== want) throw new Error(`${name}: ${thing} ends in ${JSON.stringify(state)}`)
  }
  await context.close()
}

async function look (page, know, address, label) {
  const answer = await page.goto(know.url + address)
  if (answer.status() >= 400) throw new Error(`${address} answers ${answer.status()}`)
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  }))
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  if (SHOTS) {
    const file = `${label}-${address.replaceAll('/', '_').replaceAll('?', '_')}.png`
    await page.screenshot({ path: path.join(SHOTS, file), fullPage: true })
  }
  if (violations.length) {
    throw new Error(`${address}: ` + violations.map((v) => `${v.id} (${v.nodes.length}) ` +
      v.nodes[0].target.join(' ')).join('; '))
  }
  if (wide > 1) throw new Error(`${address} scrolls sideways by ${wide} px`)
}

async function looks (browser, know, width, lang, scheme) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, locale: lang === 'nl' ? 'nl-NL' : 'en-GB', colorScheme: scheme
  })
  const page = await context.newPage()
  await page.goto(know.url + '/inloggen')
  await look(page, know, '/inloggen', `${width}-${lang}-${scheme}`)
  await signIn(page, know, 'LOCC.desk')
  const { R, D, I, L } = know.things
  const pages = ['/werk', '/aanvragen', `/aanvragen/${R}`, '/incidenten', `/incidenten/${I}`, '/inzetten',
    `/inzetten/${D}`, `/opdracht/${D}`, '/capaciteit', '/lessen', `/lessen/${L}`, '/regios', '/gemeenten',
    '/wetten', '/wetten/WVR51_MIL', '/journaal', '/ambten', '/aanvragen/nieuw/aanvraag',
    '/aanvragen/nieuw/mondeling', `/aanvragen/${R}/besluit`, '/inzetten/nieuw/opdracht', '/demo', '/schaarste', '/verdelingen',
    '/bestaat-niet']
  for (const address of pages) {
    await check(`${address.replace(/\d+-\d+/, 'id')} at ${width} px, ${lang}, ${scheme}`, async () => {
      if (address !== '/bestaat-niet') return look(page, know, address, `${width}-${lang}-${scheme}`)
      const answer = await page.goto(know.url + address)
      if (answer.status() !== 404 || !(await page.locator('h1').count())) throw new Error('no 404 page')
    })
  }
  await context.close()
}

// Two officers act on one thing: the second is told, and keeps his text.
async function twoAtOnce (browser, know) {
  const tabs = []
  for (let i = 0; i < 2; i++) {
    const context = await browser.newContext()
    tabs.push(await context.newPage())
    await signIn(tabs[i], know, 'RMOA.adviseur')
  }
  const draft = JSON.parse(fs.readFileSync(path.join(here, '..', 'route', 'steps.json'), 'utf8')).steps
    .find((s) => s.act === 'draft_request')
  know.things = { ...know.things, X: undefined }
  await carryOut(tabs[0], know, { ...draft, thing: 'X' })
  const edit = know.address('edit_request', 'request').replace('{id}', know.things.X)
  for (const tab of tabs) await tab.goto(know.url + edit)
  for (const [i, tab] of tabs.entries()) {
    for (const [name, value] of flat('', await know.resolve(draft.fields))) await fillIn(tab, name, value)
    await fillIn(tab, 'situation', `Tekst van officier ${i + 1}`)
    await tab.locator('main form button.sk-button--primary').click()
    await tab.waitForLoadState()
  }
  if (!tabs[0].url().includes('klaar=')) throw new Error('the first was not done')
  const text = await tabs[1].content()
  if (!text.includes('Tekst van officier 2')) throw new Error('the text of the second is gone')
  if (tabs[1].url().includes('klaar=')) throw new Error('both were done')
}

// Back to a form that was sent: its key is used up, so the page must come anew; and nothing is lost.
async function backAfterSending (browser, know) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page, know, 'RMOA.adviseur')
  await page.goto(know.url + know.address('draft_request', 'request'))
  await fillIn(page, 'effect', 'De eerste kade houdt')
  await page.locator('main form button.sk-button--primary').dblclick()
  await page.waitForURL(/klaar=draft_request/)
  const first = page.url()
  await page.goBack()
  await page.waitForFunction(() => document.querySelector('[name="_key"]')?.value !== sessionStorage.getItem('schakel.used'))
  await page.waitForLoadState()
  await fillIn(page, 'effect', 'De tweede kade houdt')
  await page.locator('main form button.sk-button--primary').click()
  await page.waitForURL(/klaar=draft_request/)
  if (page.url() === first) throw new Error('the second draft is the first')
  await context.close()
}

// A long form opens with what it asks; of a list's empty rows only the next one shows.
async function longForms (browser, know) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  const odd = []
  page.on('console', (message) => message.type() === 'error' && odd.push(message.text()))
  await signIn(page, know, 'VR.voorzitter')
  await page.goto(know.url + know.address('open_oral_request', 'request'))
  const second = page.locator('[name="lines.1.amount"]')
  if (await second.isVisible()) throw new Error('an empty second row shows')
  await fillIn(page, 'lines.0.amount', '3')
  if (!await second.isVisible()) throw new Error('the second row does not come')
  await page.locator('[name=municipality]').pressSequentially('Valken')
  await page.waitForFunction(() => document.querySelectorAll('#f-municipality-list option').length > 0)
  if (odd.length) throw new Error('the console: ' + odd.join(' | '))
  await page.locator('main form button.sk-button--primary').click()
  await page.waitForSelector('#sk-summary')
  if (await page.locator('[name=media]').isVisible()) throw new Error('what may stay empty is not folded')
  if (!await page.locator('[name=location]').isVisible()) throw new Error('what is missing is folded')
  if (await page.locator('[name="lines.0.amount"]').inputValue() !== '3') throw new Error('the amount is gone')
  await context.close()
}

// What a refused form shows of a place or a list of them is words, and is taken when sent again.
async function refusedAndSentAgain (browser, know) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page, know, 'ROT.operationeel_leider')
  await page.goto(know.url + know.address('report_incident', 'incident'))
  for (const [name, value] of [['regions', 'Limburg-Zuid'], ['places', 'Meerssen'], ['kind', 'flood']]) {
    await fillIn(page, name, value)
  }
  await page.locator('main form button.sk-button--primary').click()
  await page.waitForSelector('#sk-summary')
  const shown = await page.locator('[name=places]').inputValue()
  if (!shown.includes('Meerssen')) throw new Error('the place is shown as ' + shown)
  await fillIn(page, 'what', 'De Geul stijgt weer')
  await page.locator('main form button.sk-button--primary').click()
  await page.waitForURL(/klaar=report_incident/)
  await context.close()
}

// At night, without script: a form that is refused comes back on its own page, with its sections,
// with what was typed, and with each fault on top and at its field.
async function refusedOnItsOwnPage (browser, know) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false, locale: 'nl-NL' })
  const page = await context.newPage()
  const send = async (address, fields, status) => {
    await page.goto(know.url + address)
    const before = [await page.locator('h1').innerText(), await page.locator('main form section').count()]
    for (const fold of await page.locator('main form details:not([open]) > summary').all()) await fold.click()
    for (const [name, value] of Object.entries(fields)) await fillIn(page, name, value)
    const [answer] = await Promise.all([page.waitForNavigation(), page.locator('main form button.sk-button--primary').click()])
    if (answer.status() !== status) throw new Error(`${address} answers ${answer.status()}`)
    const after = [await page.locator('h1').innerText(), await page.locator('main form section').count()]
    if (String(after) !== String(before)) throw new Error(`it was sent from ${before} and comes back on ${after}`)
    for (const [name, value] of Object.entries(fields)) {
      if (await page.locator(`main form [name="${name}"]`).inputValue() !== value) throw new Error(`${name} is gone`)
    }
    const links = await page.locator('#sk-summary a').evaluateAll((all) => all.map((a) => [a.textContent, a.hash]))
    if (!links.length) throw new Error('the summary names no field')
    for (const [label, hash] of links) {
      if (!label || label.includes('_')) throw new Error(`${hash} is called ${label}`)
      if (!await page.locator(`[id="${hash.slice(1)}"]`).isVisible()) throw new Error(`${hash} is not to be seen`)
      if (!await page.locator(`[id="${hash.slice(1)}-err"] p`).count()) throw new Error(`${hash} has no fault at it`)
    }
    return links.map((link) => link[1])
  }
  await signIn(page, know, 'TOC.desk')
  const empty = await send(know.address('task', 'deployment'), {}, 400)
  if (!empty.includes('#f-force_regime')) throw new Error('the tasking misses ' + empty)
  if (new Set(empty).size !== empty.length) throw new Error('an empty field is named twice: ' + empty)
  await signIn(page, know, 'VR.voorzitter')
  const call = know.address('open_oral_request', 'request')
  const missing = await send(call, { situation: 'Het water stijgt' }, 400)
  if (!missing.includes('#f-effect')) throw new Error('the call misses ' + missing)
  await send(call, { needed_until: 'ooit' }, 400) // in the fold
  const draft = know.address('draft_request', 'request')
  const wrong = await send(draft + '?legal_basis=WVR51_MIL', { effect: 'De kade houdt', needed_from: 'ooit' }, 400)
  if (String(wrong) !== '#f-needed_from') throw new Error('the draft is refused for ' + wrong)
  await fillIn(page, 'needed_from', '+2u')
  await page.locator('main form button.sk-button--primary').click()
  await page.waitForURL(/klaar=draft_request/)
  await send(know.address('submit_at_once', 'request'), { situation: 'Het water stijgt' }, 400)
  await context.close()
}

// The commander on the dike: the big button, one report, and back on his own page with its receipt.
async function fieldReport (browser, know) {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, javaScriptEnabled: false })
  const page = await context.newPage()
  await signIn(page, know, 'CLAS.commandant_eenheid')
  await page.goto(know.url + '/opdracht')
  await page.locator('main a[href^="/opdracht/"]').first().click()
  const order = new URL(page.url()).pathname
  await page.locator('main a[href*="/melding"]').first().click()
  await fillIn(page, 'text', 'De kade houdt')
  await page.locator('main form button.sk-button--primary').click()
  await page.waitForURL(/klaar=sitrep/)
  if (new URL(page.url()).pathname !== order) throw new Error('the report leads to ' + page.url())
  if (!(await page.locator('main').innerText()).includes('De kade houdt')) throw new Error('no report shown')
  await context.close()
}

async function playUntil (page, words) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true }))
  const option = page.locator('#sk-play-until option', { hasText: words })
  await page.locator('#sk-play-until').selectOption(await option.getAttribute('value'))
  await page.locator('form[action="/demo/tot"] button').click()
  await page.waitForLoadState()
}

// The demo from the moment at which two regions want the same lorries to its end, and anew.
async function demo (browser, options) {
  const server = await serve()
  const know = new Knowledge(server.url)
  try {
    await know.load()
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const strip = () => page.locator('.sk-play').innerText()
    await page.goto(server.url)
    if (!(await strip()).includes('14:32')) throw new Error('the strip says ' + await strip())
    await signIn(page, know, 'TOC.desk')
    const [proposal] = (await know.get('/api/v1/allocations', 'TOC.desk')).allocations.filter((a) => a.state === 'PROPOSED')
    await page.goto(server.url + '/schaarste')
    await page.locator(`main a[href="${proposal.self_url}"]`).first().click()
    await page.waitForURL('**' + proposal.self_url)
    await page.goto(server.url + know.address('accept_allocation', 'allocation').replace('{id}', proposal.id))
    const shown = await know.get('/api/v1/allocations/' + proposal.id, 'TOC.desk')
    const begun = await page.locator('[name="lines.1.quantity"]').inputValue()
    if (begun !== '17') throw new Error('the form of acceptance begins with ' + begun + ', not with the proposal')
    const wanted = { reason: 'beide geheel', deviates: true }
    for (const [i, quantity] of [12, 25].entries()) {
      wanted[`lines.${i}.request`] = shown.requests[i].id
      wanted[`lines.${i}.capability`] = shown.rows[0].pool.id
      wanted[`lines.${i}.quantity`] = quantity
    }
    for (const [name, value] of Object.entries(wanted)) await fillIn(page, name, value)
    await page.locator('main form button.sk-button--primary').click()
    const refusal = await page.locator('#sk-summary').innerText()
    if (!/25/.test(refusal) || !/17/.test(refusal)) throw new Error('the refusal says ' + refusal)
    await playUntil(page, '14:45')
    const accepted = await know.get('/api/v1/allocations/' + proposal.id, 'TOC.desk')
    if (accepted.state !== 'ACCEPTED') throw new Error('the proposal is ' + accepted.state)
    await page.locator('form[action="/demo/stap"] button').click()
    await page.waitForLoadState()
    await playUntil(page, 'het einde')
    await page.goto(server.url + '/demo')
    if (await page.locator('form[action="/demo/stap"]').count()) throw new Error('there is a step left')
    const odd = await page.locator('.sk-step--otherwise').allInnerTexts()
    if (odd.length) throw new Error('went otherwise: ' + odd.join(' | '))
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true }))
    await page.locator('form[action="/demo/opnieuw"] button').click()
    await page.waitForURL(/inloggen/, { timeout: START_MS_MAX })
    if (!(await strip()).includes('14:32')) throw new Error('begun again, the strip says ' + await strip())
    if (!await page.locator('.sk-receipt').count()) throw new Error('nobody is told that his session is over')
    await context.close()
  } finally {
    server.child.kill('SIGTERM')
    await new Promise((resolve) => server.child.on('exit', resolve))
    fs.rmSync(server.folder, { recursive: true, force: true })
  }
}

const server = await serve()
const browser = await chromium.launch({
  executablePath: process.env.SCHAKEL_CHROMIUM || '/usr/bin/chromium',
  args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync']
})
try {
  const know = new Knowledge(server.url)
  await know.load()
  await check('a request goes from need to file\'s end in the browser, in Dutch, without script', () =>
    route(browser, know, 'no script', { javaScriptEnabled: false, viewport: { width: 390, height: 800 }, locale: 'nl-NL' }))
  await check('the same in English, with script, at a desk', () =>
    route(browser, know, 'script', { viewport: { width: 1440, height: 900 }, locale: 'en-GB' }))
  await check('two officers at once: one wins, the other keeps his text', () => twoAtOnce(browser, know))
  await check('back to a form that was sent, and sent again, is a second draft', () => backAfterSending(browser, know))
  await check('a long form folds what may stay empty and unrolls its rows', () => longForms(browser, know))
  await check('a refused form shows places by their names and takes them again', () => refusedAndSentAgain(browser, know))
  await check('a refused request comes back on its own page at night, without script', () => refusedOnItsOwnPage(browser, know))
  await check('a field report leads back to the order on the phone', () => fieldReport(browser, know))
  await check('the demo is played on to its end and begins again, without script', () =>
    demo(browser, { javaScriptEnabled: false, viewport: { width: 390, height: 800 }, locale: 'nl-NL' }))
  await looks(browser, know, 390, 'nl', 'light')
  await looks(browser, know, 1440, 'en', 'dark')
  if (process.env.SCHAKEL_FULL === '1') {
    await looks(browser, know, 390, 'en', 'dark')
    await looks(browser, know, 1440, 'nl', 'light')
  }
  await check('no page met a key that its document lacks, and the server logged no error', async () => {
    const log = fs.readFileSync(path.join(server.folder, 'log'), 'utf8')
    const odd = log.split('\n').filter((line) => / (error|page_odd) /.test(line))
    if (odd.length) throw new Error([...new Set(odd.map((l) => l.slice(28)))].slice(0, 5).join(' | '))
  })
  await check('the rebuilt tables equal the live ones after all this', () => {
    execFileSync(SCHAKEL, ['rebuild', '--check', '--demo', '--data', server.folder])
  })
} finally {
  await browser.close()
  server.child.kill('SIGTERM')
  await new Promise((resolve) => server.child.on('exit', resolve))
  fs.rmSync(server.folder, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)
