#include "client/answer_signatures.h"

#include <algorithm>
#include <iterator>

namespace kongflow::endpoints {
namespace {

using Kind = AnswerOrigin::Kind;

constexpr const char* kVercelBypass =
    "Turn Deployment Protection off for this deployment, or add the parameter x-vercel-protection-bypass with the "
    "project's bypass secret to the URL";
constexpr const char* kStartApp = "The tunnel is up: start the app on the port that the tunnel leads to";
constexpr const char* kNgrokErrors = "The page has ngrok's error code: look it up at ngrok.com/docs/errors";
constexpr const char* kPublicRoute = "Add the path to the public routes of the middleware";
constexpr const char* kDeploy = "Check that the app is deployed and that the host name is its current one";
constexpr const char* kSlow = "Try again, and check the app's log: it did not answer its platform in time";
constexpr const char* kCrashed = "Check the app's log: it failed while it handled the request";
constexpr const char* kFilesOnly = "It serves files only, and cannot run the app";
constexpr const char* kCloudflareErrors = "Look up the error code in Cloudflare's documentation";
constexpr const char* kGatewayRoute = "Check the path of the URL: the gateway has no route there";
constexpr const char* kUseHttps = "Use https:// in the URL";
constexpr const char* kNoCertificate = "KongFlow has no client certificate: exempt this path from that requirement";

using Signature = AnswerSignature;

// Creates signatures of one kind from the server's name and an optional advice.
struct OfKind {
  Kind kind;
  constexpr Signature operator()(const char* name, const char* advice = nullptr) const { return {kind, name, advice}; }
};
constexpr OfKind bot_check{Kind::bot_check};
constexpr OfKind warning{Kind::tunnel_warning};
constexpr OfKind offline{Kind::tunnel_offline};
constexpr OfKind login{Kind::login};
constexpr OfKind platform{Kind::platform};
constexpr OfKind wrong_path{Kind::wrong_path};
constexpr OfKind protocol{Kind::protocol};

constexpr Signature https_only() {
  return protocol("A server that accepts https only", kUseHttps).status(400);
}
constexpr Signature http_2_only() {
  return protocol("A server that supports only HTTP/2");
}
constexpr Signature another_protocol() {
  return protocol("A server that requires another protocol").status(426);
}
constexpr Signature certificate_required() {
  return protocol("A server that requires a client certificate", kNoCertificate);
}

// Both Cloudflare's own responses and those of apps behind Cloudflare have its Server header.
constexpr Signature cloudflare(Signature signature) {
  return signature.header("server", "cloudflare");
}
constexpr Signature cloudflare(int status, const char* advice) {
  return cloudflare(platform("Cloudflare", advice)).status(status).without_text();
}
constexpr Signature cloudflare_firewall() {
  return cloudflare(bot_check("Cloudflare's firewall")).status(403);
}
constexpr Signature proxy(int status, const char* advice = nullptr) {
  return platform("A proxy in front of the app", advice).status(status);
}
constexpr Signature no_post() {
  return wrong_path("A web app that accepts no POST at this path",
                    "Check the path of the URL, and that the route there is the SDK's")
      .status(405);
}
constexpr Signature csrf_check(int status) {
  return wrong_path("The CSRF protection of a web app", "Exempt this path from it: the platform has no CSRF token")
      .status(status);
}
constexpr Signature no_route() {
  return wrong_path("A web app without a route at this path");
}
constexpr Signature start_page() {
  return platform("The start page of a web server");
}

constexpr Signature kSignatures[] = {
    bot_check("Cloudflare's bot check").header("cf-mitigated"),
    bot_check("Cloudflare's bot check").title("just a moment"),
    bot_check("Cloudflare's bot check").status(403).page("challenges.cloudflare.com"),
    bot_check("Cloudflare's bot check").status(403).page("cdn-cgi/challenge-platform"),
    bot_check("Cloudflare's firewall").page("attention required! | cloudflare"),
    cloudflare_firewall().line("error code: 10[01][0-9]"),
    cloudflare_firewall().line("error code: 1020"),
    bot_check("Vercel's firewall").header("x-vercel-mitigated"),
    bot_check("Vercel's firewall").page("vercel security checkpoint"),
    bot_check("AWS WAF").header("x-amzn-waf-action"),
    bot_check("Imperva's bot check").page("_incapsula_resource"),
    bot_check("Akamai's firewall").status(403).header("server", "akamaighost"),
    bot_check("DataDome's bot check").page("captcha-delivery.com"),
    bot_check("DataDome's bot check").status(403).header("server", "datadome"),
    bot_check("HUMAN's bot check").page("px-captcha"),
    bot_check("Sucuri's firewall").page("sucuri website firewall"),
    bot_check("DDoS-Guard's bot check").status(403).page("ddos-guard"),
    bot_check("Anubis' bot check").page("making sure you&#39;re not a bot"),
    bot_check("Anubis' bot check").page("making sure you're not a bot"),
    bot_check("A CAPTCHA page").status(403).page("captcha"),
    bot_check("A CAPTCHA page").status(429).page("captcha"),
    bot_check("A bot check").page("verify you are human"),
    bot_check("A bot check").page("checking your browser"),

    warning("ngrok's warning page").header("ngrok-error-code", "err_ngrok_6024"),
    warning("ngrok's warning page").page("err_ngrok_6024"),
    offline("ngrok", kStartApp).header("ngrok-error-code", "err_ngrok_8012"),
    offline("ngrok", kStartApp).page("err_ngrok_8012"),
    offline("ngrok's offline page").header("ngrok-error-code", "err_ngrok_3200"),
    offline("ngrok's offline page").page("err_ngrok_3200"),
    offline("ngrok's error page", kNgrokErrors).header("ngrok-error-code"),
    offline("ngrok's error page", kNgrokErrors).page("err_ngrok_"),
    offline("ngrok's offline page").page(".ngrok.io not found"),
    offline("ngrok's offline page").line("tunnel *.ngrok.io not found"),
    warning("localtunnel's warning page").page("bypass-tunnel-reminder"),
    warning("localtunnel's warning page").page("tunnel website ahead"),
    offline("localtunnel").header("x-localtunnel-status"),
    offline("localtunnel").page("localtunnel.me"),
    offline("Cloudflare's page of an offline tunnel").title("tunnel error"),
    cloudflare(offline("Cloudflare's page of an offline tunnel")).line("error code: 1033"),
    offline("Cloudflare's page of an offline tunnel").status(530).line("error code: 1033"),
    offline("Cloudflare's answer for an offline tunnel").json("error_name", "\"tunnel_error\""),
    warning("Pinggy's warning page").title("pinggy"),
    warning("zrok's warning page").title("zrok"),
    warning("The warning page of a developer tunnel").page("connect to a developer tunnel"),
    warning("The warning page of a developer tunnel").page("tunnel_phishing_protection"),
    login("The login of a developer tunnel", "Allow anonymous access to the tunnel").scheme("tunnel"),
    offline("localhost.run").page("no tunnel here"),
    offline("localhost.run").line("no tunnel here :("),
    offline("A tunnel service").page("tunnel not found"),
    offline("A tunnel service").page("tunnel is offline"),
    offline("A tunnel service").page("tunnel unavailable"),
    offline("A tunnel service").page("no active tunnel"),
    offline("A tunnel service").line("*[0-9] - tunnel unavailable"),
    offline("frp").status(404).page("faithfully yours, frp"),

    login("Vercel's Deployment Protection", kVercelBypass).header("set-cookie", "_vercel_sso_nonce"),
    login("Vercel's Deployment Protection", kVercelBypass).page("vercel.com/sso-api"),
    login("Vercel's Deployment Protection", kVercelBypass)
        .status(401)
        .header("server", "vercel")
        .page("authentication required"),
    login("Netlify's password protection").status(401).header("server", "netlify").page("password"),
    login("Cloudflare Access").header("cf-access-domain"),
    login("Cloudflare Access").scheme("cloudflare-access"),
    login("Cloudflare Access").page("cloudflareaccess.com"),
    login("Google's Identity-Aware Proxy").header("x-goog-iap-generated-response"),
    login("Google Cloud Run", "Allow unauthenticated invocations of the service")
        .status(403)
        .page("your client does not have permission to get url"),
    login("Azure's App Service Authentication").header("www-authenticate", "login.windows.net"),
    login("Azure's App Service Authentication").header("www-authenticate", "login.microsoftonline.com"),
    login("The OAuth proxy").header("set-cookie", "_oauth2_proxy"),
    login("The OAuth proxy").page("/oauth2/start"),
    login("The OAuth proxy").page("/oauth2/sign_in"),
    login("Clerk's login middleware", kPublicRoute).header("x-clerk-auth-reason", "protect"),
    login("Clerk's login middleware", kPublicRoute).status(401).header("x-clerk-auth-status", "signed-out"),
    login("The login of GitHub Codespaces", "Set the visibility of the forwarded port to public").page("pf-signin"),
    login("HTTP Basic authentication").scheme("basic"),
    login("HTTP Digest authentication").scheme("digest"),
    login("Windows authentication").scheme("ntlm"),
    login("Windows authentication").scheme("negotiate"),
    login("A check of access tokens").header("www-authenticate"),
    login("A proxy that requires a login").status(407).without_text(),
    login("A proxy that requires a login").header("proxy-authenticate"),
    login("A network that requires a login").status(511).without_text(),
    wrong_path("An API gateway", kGatewayRoute).header("x-amzn-errortype", "missingauthenticationtoken"),
    wrong_path("An API gateway", kGatewayRoute).status(404).header("x-amzn-errortype"),
    login("An API gateway").status(401).header("x-amzn-errortype"),
    login("An API gateway").status(403).header("x-amzn-errortype"),
    login("An API gateway").status(401).header("apigw-requestid"),
    login("An API gateway").status(401).header("server", "kong"),
    login("An API gateway").status(401).header("x-kong-response-latency"),
    wrong_path("An API gateway", kGatewayRoute).status(404).header("server", "kong"),
    platform("An API gateway").status(502).header("server", "kong"),
    platform("An API gateway").status(503).header("server", "kong"),
    platform("An API gateway", kSlow).status(504).header("server", "kong"),
    platform("An API gateway", kSlow).status(504).header("x-amzn-errortype"),
    platform("An API gateway", kCrashed).status(500).header("x-amzn-errortype"),
    platform("An API gateway", kCrashed).status(502).header("x-amzn-errortype"),

    https_only().page("plain http request was sent to https port"),
    https_only().line("client sent an http request to an https server*"),
    https_only().page("speaking plain http to an ssl-enabled server port"),
    https_only().line("bad request this combination of host and port requires tls."),
    http_2_only().line("missing alpn protocol, expected `h2` to be available."),
    http_2_only().line("unknown alpn protocol, expected `h2` to be available."),
    http_2_only().status(505).without_text(),
    http_2_only().status(505).line("http version not supported"),
    another_protocol().without_text(),
    another_protocol().line("upgrade required"),
    certificate_required().status(400).page("no required ssl certificate was sent"),
    certificate_required().status(496).without_text(),

    platform("Vercel", kSlow).header("x-vercel-error", "timeout"),
    platform("Vercel", kCrashed).header("x-vercel-error", "function_invocation_failed"),
    platform("Vercel", kDeploy).header("x-vercel-error", "deployment"),
    wrong_path("Vercel").status(404).header("x-vercel-error", "not_found"),
    platform("Vercel").header("x-vercel-error"),
    platform("Railway", kDeploy).header("x-railway-fallback").json("message", "\"Application not found\""),
    platform("Railway").header("x-railway-fallback"),
    platform("Render").header("x-render-routing"),
    platform("Heroku", kDeploy).title("no such app"),
    platform("Heroku").page("herokucdn.com/error-pages"),
    wrong_path("Netlify").status(404).header("server", "netlify").page("page not found"),
    platform("Netlify").page("not found - request id"),
    platform("Netlify").header("server", "netlify").line("not found - request id: *"),
    platform("GitHub Pages", kFilesOnly).header("server", "github.com"),
    cloudflare(521, "The app refuses connections: start it"),
    cloudflare(522, kSlow),
    cloudflare(523, "Cloudflare cannot reach the app: check the DNS records of the host"),
    cloudflare(524, kSlow),
    cloudflare(525, "The TLS between Cloudflare and the app fails"),
    cloudflare(526, "The certificate of the app is not valid for Cloudflare"),
    cloudflare(530, "If the app is behind a Cloudflare Tunnel, start cloudflared; else check the DNS records"),
    platform("Cloudflare", kCloudflareErrors).status(530).line("error code: 1[0-9][0-9][0-9]"),
    cloudflare(platform("Cloudflare", kCloudflareErrors)).status(429).line("error code: 1015"),
    cloudflare(platform("Cloudflare", kCloudflareErrors)).status(500).line("error code: 110[12]"),
    cloudflare(platform("Cloudflare", kCloudflareErrors)).line("error code: 52[0-7]"),
    cloudflare(proxy(502)).line("error code: 502"),
    cloudflare(proxy(504, kSlow)).line("error code: 504"),
    platform("Cloudflare", kCloudflareErrors).json("cloudflare_error", "true"),
    platform("Amazon's load balancer").header("server", "awselb"),
    platform("Amazon CloudFront").page("generated by cloudfront"),
    platform("Amazon S3", kFilesOnly).header("server", "amazons3"),
    platform("A web proxy").header("x-squid-error"),
    platform("Azure", "Start the app in Azure").status(403).page("this web app is stopped"),
    proxy(502).without_text(),
    proxy(502).line("bad gateway"),
    proxy(502).line("502 bad gateway"),
    proxy(503).line("no healthy upstream"),
    proxy(503).line("no available server"),
    proxy(503).page("no server is available to handle this request"),
    proxy(503).page("maintenance downtime or capacity problems"),
    proxy(503).page("application is not available"),
    proxy(503).title("503 service temporarily unavailable"),
    proxy(503).title("503 backend fetch failed"),
    platform("A Kubernetes ingress", kDeploy).status(404).line("default backend - 404"),
    proxy(503).line("upstream connect error or disconnect/reset before headers*"),
    proxy(504, kSlow).without_text(),
    proxy(504, kSlow).line("gateway time*out"),
    proxy(504, kSlow).line("504 gateway time*out"),
    proxy(504, kSlow).line("upstream request timeout"),
    platform("A maintenance page", "Wait until the maintenance is over").status(503).page("maintenance"),
    start_page().page("welcome to nginx"),
    start_page().page("<h1>it works!</h1>"),
    start_page().title("default page: it works"),
    start_page().title("test page for the"),
    start_page().title("http server test page"),
    start_page().title("iis windows"),
    start_page().title("caddy works"),
    start_page().title("web server's default page"),
    start_page().title("default web site page"),
    platform("A parked domain", "Point the domain at the app").page("domain is for sale"),

    no_route().page("cannot post /"),
    no_route().page("cannot get /"),
    no_route().status(404).line("404 page not found"),
    wrong_path("A Next.js app without a route at this path").status(404).page("this page could not be found"),
    csrf_check(403).page("csrf verification failed"),
    csrf_check(403).page("csrf token"),
    csrf_check(419).title("page expired"),
    csrf_check(422).title("the change you wanted was rejected"),
    wrong_path("A server of files", kFilesOnly).status(501).page("unsupported method ('post')"),
    no_post().without_text(),
    no_post().line("method not allowed"),
    wrong_path("A list of files").title("index of /"),
    wrong_path("A list of files").title("directory listing for"),
};

}  // namespace

const AnswerSignature* find_signature(const ReadAnswer& answer) {
  const auto* found = std::find_if(std::begin(kSignatures), std::end(kSignatures),
                                   [&](const Signature& signature) { return signature.matches(answer); });
  return found == std::end(kSignatures) ? nullptr : found;
}

}  // namespace kongflow::endpoints
