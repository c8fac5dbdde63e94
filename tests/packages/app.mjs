// An app for a test to register: answers ping and index on the port that it prints.
import { FakeApp, indexReplies, manifestReply, pong } from '../support/fake_app.mjs';
import { sampleJobs, sampleManifest } from '../support/sample_manifest.mjs';

const app = await FakeApp.start([pong, indexReplies(manifestReply(sampleManifest({ jobs: sampleJobs(3) })))]);
console.log(app.url);
