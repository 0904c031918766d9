/** An application registered on the platform. */
export interface App {
	key: string;
	secret: string;
	/** Methods of its permission packages; without the list all. `taobao.time.get` needs none. */
	permissions?: string[];
	/** The caller's address is not in the app's IP whitelist. */
	ipBlocked?: boolean;
	/** Methods that demand the merchant's authorization, or true for all. */
	sessionNeeded?: boolean | string[];
	/** Session keys in force. A session that is sent must be one of them, needed or not. */
	sessions?: string[];
	/** Does a repeated request_id return the first result instead of sending again? Undocumented. */
	honoursRequestId?: boolean;
}

export type TemplateStatus = 'UNUSED' | 'USED' | 'NO_INVENTORY' | 'INVALID';

/** A voucher template, as voucher.template.list shows it. */
export interface Template {
	voucher_template_id: string;
	name: string;
	type?: 'GIFT' | 'DISCOUNT' | 'CASH';
	status?: TemplateStatus;
	/** Vouchers left; without it, endless. */
	inventory?: number;
	/** Vouchers that one customer may hold. */
	user_limit?: number;
	denomination?: string;
	min_charge?: number;
	description?: string;
	valid_date_type?: 'FIXED' | 'RELATIVE';
	start_time?: string;
	end_time?: string;
	valid_day_count?: number;
	today_available?: boolean;
	deleted?: boolean;
	gmt_create?: string;
	gmt_modified?: string;
	/** When given, the template is shown only for this brand or shop. */
	brand_id?: string;
	out_brand_id?: string;
	shop_id?: string;
	out_shop_id?: string;
}

/** The app of the platform's published signature example. */
export const exampleApp: Readonly<App> = { key: '12345678', secret: 'helloworld' };

/** Apps, templates and customers, looked up by their ids. */
export class World {
	readonly apps = new Map<string, App>();
	readonly templates = new Map<string, Template>();
	private customers: ReadonlySet<string> | undefined;

	constructor(
		private readonly initialApps: readonly App[],
		private readonly initialTemplates: readonly Template[],
		private readonly initialCustomers: readonly string[] | null,
	) {
		this.reset();
	}

	/** Without a list everybody is a customer. */
	knows(customer: string): boolean {
		return this.customers?.has(customer) ?? true;
	}

	setCustomers(customers: readonly string[] | null): void {
		this.customers = customers ? new Set(customers) : undefined;
	}

	addApp(app: App): void {
		this.apps.set(app.key, { ...app });
	}

	addTemplate(template: Template): void {
		this.templates.set(template.voucher_template_id, { ...template });
	}

	reset(): void {
		this.apps.clear();
		this.templates.clear();
		for (const app of this.initialApps) this.addApp(app);
		for (const template of this.initialTemplates) this.addTemplate(template);
		this.setCustomers(this.initialCustomers);
	}
}
