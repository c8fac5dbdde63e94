// Jobs with the integrations that trigger.dev published, where the folder has them.

const run = async () => ({ ok: true });

export function declarePublishedJobs(client, sdk) {
  const { api } = sdk;
  const define = (options) => {
    const job = { version: '0.1.0', run, ...options };
    return client.defineJob ? client.defineJob(job) : new api.Job(client, job);
  };
  for (const [name, declare] of Object.entries(packages)) {
    const published = sdk.optional(`@trigger.dev/${name}`);
    if (published) declare(published, { api, client, define });
  }
}

const packages = {
  github({ Github, events }, { api, client, define }) {
    const github = new Github({ id: 'github', token: 'ghp_x' });
    const hosted = new Github({ id: 'github-oauth' });
    const repository = { owner: 'triggerdotdev', repo: 'empty' };
    define({
      id: 'github-issue',
      name: 'GitHub issue',
      integrations: { github },
      trigger: github.triggers.repo({ event: events.onIssueOpened, ...repository }),
    });
    define({
      id: 'github-star',
      name: 'GitHub star',
      trigger: github.triggers.repo({ event: events.onNewStar, ...repository }),
    });
    const trigger = hosted.triggers.org({ event: events.onIssue, org: 'triggerdotdev' });
    define({ id: 'github-org', name: 'GitHub org hosted', integrations: { github: hosted }, trigger });
    const dynamic = new api.DynamicTrigger(client, {
      id: 'dynamic-github',
      event: events.onIssueOpened,
      source: github.sources.repo,
    });
    define({ id: 'dynamic-github-job', name: 'Dynamic GitHub job', trigger: dynamic });
  },

  slack({ Slack }, { api, define }) {
    define({
      id: 'slack-job',
      name: 'Slack hosted',
      integrations: { slack: new Slack({ id: 'slack' }) },
      trigger: api.eventTrigger({ name: 'slack.test' }),
    });
  },

  stripe({ Stripe }, { define }) {
    const stripe = new Stripe({ id: 'stripe', apiKey: 'sk_test_x' });
    define({ id: 'stripe-price', name: 'Stripe price', integrations: { stripe }, trigger: stripe.onPriceCreated() });
    define({
      id: 'stripe-account',
      name: 'Stripe filtered',
      trigger: stripe.onCustomerSubscriptionCreated({ filter: { currency: ['usd'] } }),
    });
  },

  typeform({ Typeform }, { define }) {
    const typeform = new Typeform({ id: 'typeform', token: 'x' });
    define({
      id: 'typeform-job',
      name: 'Typeform',
      integrations: { typeform },
      trigger: typeform.onFormResponse({ uid: 'uid1', tag: 'tag1' }),
    });
  },

  shopify({ Shopify }, { define }) {
    const shopify = new Shopify({
      id: 'shopify',
      apiKey: 'k',
      apiSecretKey: 's',
      adminAccessToken: 't',
      hostName: 'x.myshopify.com',
    });
    define({ id: 'shopify-job', name: 'Shopify', integrations: { shopify }, trigger: shopify.on('products/delete') });
  },
};
