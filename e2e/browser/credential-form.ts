import type { Locator, Page } from 'playwright-core';

/** Longer than the 200 ms after which n8n's form takes over what was typed into a field. */
const TAKEN_OVER_MS = 300;

/** n8n's form of one credential, as a person uses it. Fields go by their property names. */
export class CredentialForm {
	private constructor(
		readonly page: Page,
		private readonly dialog: Locator,
	) {}

	/** The form that is open, or about to open, on a page of the editor. */
	static async shown(page: Page): Promise<CredentialForm> {
		const form = new CredentialForm(page, page.getByTestId('editCredential-modal'));
		await form.part('credential-save-button', 'credential-name').first().waitFor();
		await form.part('credential-connection-parameter').first().waitFor();
		return form;
	}

	field(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`).locator('input, textarea').first();
	}

	/** Types into text fields; a field that is a list gets the option of that name. */
	async fill(values: Record<string, string>): Promise<void> {
		for (const [name, value] of Object.entries(values)) {
			const field = this.field(name);
			await field.waitFor();
			if ((await field.getAttribute('role')) === 'combobox' || (await this.isList(name))) {
				await field.click();
				await this.page
					.locator('.el-select-dropdown__item:visible', { hasText: value })
					.first()
					.click();
			} else {
				await field.fill(value);
			}
		}
		await this.takenOver();
	}

	/**
	 * Before, a button would act on what stood in the field earlier, and a required field would count as empty.
	 * A timer of the page itself: it runs out behind the form's own one, however slow the machine is.
	 */
	private async takenOver(): Promise<void> {
		await this.page.evaluate(
			async (ms) => await new Promise((resolve) => setTimeout(resolve, ms)),
			TAKEN_OVER_MS,
		);
	}

	private async isList(name: string): Promise<boolean> {
		return (
			(await this.page.getByTestId(`parameter-input-${name}`).locator('.el-select').count()) > 0
		);
	}

	private part(...testIds: string[]): Locator {
		return this.page.locator(testIds.map((id) => `[data-test-id=${id}]`).join(', '));
	}

	/** Presses Connect or Reconnect; gives the window in which the marketplace asks. */
	async connect(): Promise<Page> {
		const popup = this.page.waitForEvent('popup');
		await this.connectButton().click();
		const opened = await popup;
		// n8n opens an empty window before it knows the address.
		await opened.waitForURL(/^https?:/);
		return opened;
	}

	/** Called Connect, Reconnect or Switch account, depending on n8n's line and what was before. */
	private connectButton(): Locator {
		return this.part('quick-connect-button', 'oauth-connect-button', 'oauth-switch-account-button')
			.filter({ visible: true })
			.first();
	}

	/** Waits until the form says that the account is connected. */
	async connected(): Promise<string> {
		const banner = this.part('oauth-connect-success-banner').filter({ visible: true });
		await banner.waitFor();
		return await banner.innerText();
	}

	async isConnected(): Promise<boolean> {
		return await this.part('oauth-connect-success-banner').filter({ visible: true }).isVisible();
	}

	/** Presses Connect where n8n itself refuses, and gives its reason. */
	async refusedToConnect(): Promise<string> {
		await this.connectButton().click();
		const notice = this.page.getByRole('alert').filter({ hasText: 'OAuth Authorization Error' });
		await notice.waitFor();
		return await notice.innerText();
	}

	/** Waits for the end of a connection that takes the place of another. */
	async reconnected(popup: Page): Promise<void> {
		if (!popup.isClosed()) await popup.waitForEvent('close');
		await this.connected();
	}

	/** Saves a type that has a test, and waits for the answer of the test that n8n makes then. */
	async save(): Promise<void> {
		const tested = this.page.waitForResponse((answer) =>
			answer.url().endsWith('/credentials/test'),
		);
		await this.part('credential-save-button').getByText('Save', { exact: true }).click();
		await tested;
	}

	/** Waits for a good test. */
	async tested(): Promise<string> {
		const banner = this.part('credentials-config-container-test-success').filter({ visible: true });
		await banner.waitFor();
		return await banner.innerText();
	}

	/** Waits for a failed test, opens its details and gives them as a person reads them. */
	async testError(): Promise<string> {
		const banner = this.dialog
			.getByText(/Couldn.t connect with these settings/)
			.filter({ visible: true });
		await banner.waitFor();
		const more = this.dialog.getByText('More details').filter({ visible: true });
		if ((await more.count()) > 0) await more.first().click();
		return await this.text();
	}

	/** Everything that the form shows. */
	async text(): Promise<string> {
		return await this.dialog.innerText();
	}
}
