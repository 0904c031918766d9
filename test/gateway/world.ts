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

/** A customer, as customer.get shows it. */
export interface Customer {
	customer_id: string;
	name?: string;
	mobile?: string;
	phone?: string;
	/** 1 in force, 0 switched off. */
	state?: 0 | 1;
	level_id?: string;
	level_no?: number;
	level_desc?: string;
	gender?: 0 | 1;
	birthday?: string;
	tags?: string[];
	wechat_open_id?: string;
	alipay_id?: string;
	physical_card_id?: string;
	card_id?: string;
}

/** The app of the platform's published signature example. */
export const exampleApp: Readonly<App> = { key: '12345678', secret: 'helloworld' };

/** Apps, templates, brands and customers, looked up by their ids. */
export class World {
	readonly apps = new Map<string, App>();
	readonly templates = new Map<string, Template>();
	private customers: ReadonlyMap<string, Customer> | undefined;

	constructor(
		private readonly initialApps: readonly App[],
		private readonly initialTemplates: readonly Template[],
		private readonly initialCustomers: ReadonlyArray<string | Customer> | null,
		/** Without a list every brand is taken. */
		private readonly brands: readonly string[] | null = null,
	) {
		this.reset();
	}

	/** Without a list everybody is a customer. */
	knows(customer: string): boolean {
		return this.customers?.has(customer) ?? true;
	}

	/** Without a list everybody has an ID, and is found by nothing else. */
	findCustomer(key: keyof Customer, value: string): Customer | undefined {
		if (!this.customers) return key === 'customer_id' ? { customer_id: value } : undefined;
		return [...this.customers.values()].find((customer) => customer[key] === value);
	}

	/** An external brand is known to its owner only. */
	knowsBrand({ brand_id: brand }: { readonly brand_id?: unknown }): boolean {
		return brand === undefined || (this.brands?.includes(String(brand)) ?? true);
	}

	setCustomers(customers: ReadonlyArray<string | Customer> | null): void {
		this.customers = customers
			? new Map(
					customers
						.map((customer) =>
							typeof customer === 'string' ? { customer_id: customer } : customer,
						)
						.map((customer) => [customer.customer_id, customer]),
				)
			: undefined;
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
