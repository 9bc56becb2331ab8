/** What a marketplace's consent page shows. Every field comes back together with `decision`. */
interface ConsentPage {
	title: string;
	appName: string;
	scopes: readonly string[];
	action: string;
	fields: Iterable<readonly [name: string, value: string]>;
	/** Which account consents, when the visitor has several. */
	choice?: { name: string; values: readonly { value: string; label: string }[] };
}

/** A plain form with Allow and Refuse, enough for a person, a browser test and a regular expression. */
export function consentPage({
	title,
	appName,
	scopes,
	action,
	fields,
	choice,
}: ConsentPage): string {
	const hidden = [...fields].map(
		([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
	);
	const options = (choice?.values ?? []).map(
		({ value, label }) => `<option value="${escape(value)}">${escape(label)}</option>`,
	);
	const select = choice ? `<select name="${escape(choice.name)}">${options.join('')}</select>` : '';
	return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escape(title)}</title>${NO_ICON}
<h1>${escape(title)}</h1><p>${escape(appName)} asks for:</p>
<ul>${scopes.map((scope) => `<li>${escape(scope)}</li>`).join('')}</ul>
<form method="post" action="${escape(action)}">${hidden.join('')}${select}
<button name="decision" value="allow">Allow</button>
<button name="decision" value="refuse">Refuse</button></form></html>`;
}

/** Without it browsers ask for `/favicon.ico`, which no marketplace counts as a call of ours. */
export const NO_ICON = '<link rel="icon" href="data:,">';

/** A page that only says something. */
export function noticePage(title: string, text: string): string {
	return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escape(title)}</title>${NO_ICON}
<h1>${escape(title)}</h1><p>${escape(text)}</p></html>`;
}

function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
