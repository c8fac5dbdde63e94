#include "client/answer_signatures.h"

#include <iterator>

namespace kongflow::endpoints {
namespace {

using Kind = AnswerOrigin::Kind;

constexpr const char* kVercelBypass =
    "Turn Deployment Protection off for this deployment, or add the parameter x-vercel-protection-bypass with the "
    "project's bypass secret to the URL";
constexpr const char* kStartApp = "The tunnel is up: start the app on the port that the tunnel leads to";
constexpr const char* kDeploy = "Check that the app is deployed and that the host name is its current one";
constexpr const char* kRunning = "Check that the app is running and listens on the port that the platform expects";
constexpr const char* kSlow = "Try again, and look into the app's log: it did not answer its platform in time";
constexpr const char* kCrashed = "Look into the app's log: it failed while it handled the request";
constexpr const char* kLookUpCloudflare = "Look its error code up in Cloudflare's documentation";
constexpr const char* kUseHttps = "Use https:// in the URL";
constexpr const char* kNeedsCertificate = "KongFlow has no client certificate: exempt this path from that demand";
constexpr const char* kPortPublic = "Set the visibility of the forwarded port to public";

constexpr AnswerSignature kSignatures[] = {
    // Bot checks
    {Kind::bot_check, "Cloudflare's bot check", nullptr, 0, "cf-mitigated"},
    {Kind::bot_check, "Cloudflare's bot check", nullptr, 0, nullptr, nullptr, "<title>just a moment"},
    {Kind::bot_check, "Cloudflare's bot check", nullptr, 403, nullptr, nullptr, "challenges.cloudflare.com"},
    {Kind::bot_check, "Cloudflare's bot check", nullptr, 403, nullptr, nullptr, "cdn-cgi/challenge-platform"},
    {Kind::bot_check, "Cloudflare's firewall", nullptr, 0, nullptr, nullptr, "attention required! | cloudflare"},
    {Kind::bot_check, "Cloudflare's firewall", nullptr, 0, nullptr, nullptr, "error code: 1020"},
    {Kind::bot_check, "Cloudflare's firewall", nullptr, 0, nullptr, nullptr, "error code: 1010"},
    {Kind::bot_check, "Vercel's firewall", nullptr, 0, "x-vercel-mitigated"},
    {Kind::bot_check, "Vercel's firewall", nullptr, 0, nullptr, nullptr, "vercel security checkpoint"},
    {Kind::bot_check, "AWS WAF", nullptr, 0, "x-amzn-waf-action"},
    {Kind::bot_check, "Imperva's bot check", nullptr, 0, nullptr, nullptr, "_incapsula_resource"},
    {Kind::bot_check, "Akamai's firewall", nullptr, 403, "server", "akamaighost"},
    {Kind::bot_check, "DataDome's bot check", nullptr, 0, nullptr, nullptr, "captcha-delivery.com"},
    {Kind::bot_check, "HUMAN's bot check", nullptr, 0, nullptr, nullptr, "px-captcha"},
    {Kind::bot_check, "Sucuri's firewall", nullptr, 0, nullptr, nullptr, "sucuri website firewall"},
    {Kind::bot_check, "DDoS-Guard's bot check", nullptr, 403, nullptr, nullptr, "ddos-guard"},
    {Kind::bot_check, "Anubis' bot check", nullptr, 0, nullptr, nullptr, "making sure you&#39;re not a bot"},
    {Kind::bot_check, "Anubis' bot check", nullptr, 0, nullptr, nullptr, "making sure you're not a bot"},
    {Kind::bot_check, "A CAPTCHA page", nullptr, 403, nullptr, nullptr, "captcha"},
    {Kind::bot_check, "A CAPTCHA page", nullptr, 429, nullptr, nullptr, "captcha"},
    {Kind::bot_check, "A bot check", nullptr, 0, nullptr, nullptr, "verify you are human"},
    {Kind::bot_check, "A bot check", nullptr, 0, nullptr, nullptr, "checking your browser"},

    // Tunnels
    {Kind::tunnel_warning, "ngrok's warning page", nullptr, 0, "ngrok-error-code", "err_ngrok_6024"},
    {Kind::tunnel_warning, "ngrok's warning page", nullptr, 0, nullptr, nullptr, "err_ngrok_6024"},
    {Kind::tunnel_offline, "ngrok", kStartApp, 0, "ngrok-error-code", "err_ngrok_8012"},
    {Kind::tunnel_offline, "ngrok", kStartApp, 0, nullptr, nullptr, "err_ngrok_8012"},
    {Kind::tunnel_offline, "ngrok's offline page", nullptr, 0, "ngrok-error-code", "err_ngrok_3200"},
    {Kind::tunnel_offline, "ngrok's offline page", nullptr, 0, nullptr, nullptr, "err_ngrok_3200"},
    {Kind::tunnel_offline, "ngrok's error page", "The page has ngrok's error code: look it up at ngrok.com/docs/errors",
     0, "ngrok-error-code"},
    {Kind::tunnel_offline, "ngrok's error page", "The page has ngrok's error code: look it up at ngrok.com/docs/errors",
     0, nullptr, nullptr, "err_ngrok_"},
    {Kind::tunnel_offline, "ngrok's offline page", nullptr, 0, nullptr, nullptr, ".ngrok.io not found"},
    {Kind::tunnel_warning, "localtunnel's warning page", nullptr, 0, nullptr, nullptr, "bypass-tunnel-reminder"},
    {Kind::tunnel_warning, "localtunnel's warning page", nullptr, 0, nullptr, nullptr, "tunnel website ahead"},
    {Kind::tunnel_offline, "localtunnel", nullptr, 0, "x-localtunnel-status"},
    {Kind::tunnel_offline, "localtunnel", nullptr, 0, nullptr, nullptr, "localtunnel.me"},
    {Kind::tunnel_offline, "Cloudflare's page of an offline tunnel", nullptr, 0, nullptr, nullptr, "tunnel error"},
    {Kind::tunnel_offline, "Cloudflare's page of an offline tunnel", nullptr, 0, nullptr, nullptr, "error code: 1033"},
    {Kind::tunnel_offline, "Cloudflare's answer for an offline tunnel", nullptr, 0, nullptr, nullptr,
     "\"tunnel_error\""},
    {Kind::tunnel_warning, "The warning page of a developer tunnel", nullptr, 0, nullptr, nullptr,
     "connect to a developer tunnel"},
    {Kind::tunnel_warning, "The warning page of a developer tunnel", nullptr, 0, nullptr, nullptr,
     "tunnel_phishing_protection"},
    {Kind::login, "The login of a developer tunnel", "Allow anonymous access to the tunnel", 0, "www-authenticate",
     "tunnel"},
    {Kind::tunnel_offline, "localhost.run", nullptr, 0, nullptr, nullptr, "no tunnel here"},
    {Kind::tunnel_offline, "A tunnel service", nullptr, 0, nullptr, nullptr, "tunnel not found"},
    {Kind::tunnel_offline, "A tunnel service", nullptr, 0, nullptr, nullptr, "tunnel is offline"},
    {Kind::tunnel_offline, "A tunnel service", nullptr, 0, nullptr, nullptr, "tunnel unavailable"},
    {Kind::tunnel_offline, "A tunnel service", nullptr, 0, nullptr, nullptr, "no active tunnel"},
    {Kind::tunnel_offline, "frp", nullptr, 404, nullptr, nullptr, "faithfully yours, frp"},

    // Logins and walls
    {Kind::login, "Vercel's Deployment Protection", kVercelBypass, 0, "set-cookie", "_vercel_sso_nonce"},
    {Kind::login, "Vercel's Deployment Protection", kVercelBypass, 0, nullptr, nullptr, "vercel.com/sso-api"},
    {Kind::login, "Vercel's Deployment Protection", kVercelBypass, 401, "server", "vercel", "authentication required"},
    {Kind::login, "Netlify's password protection", nullptr, 401, "server", "netlify", "password"},
    {Kind::login, "Cloudflare Access", nullptr, 0, "cf-access-domain"},
    {Kind::login, "Cloudflare Access", nullptr, 0, "www-authenticate", "cloudflare-access"},
    {Kind::login, "Cloudflare Access", nullptr, 0, nullptr, nullptr, "cloudflareaccess.com"},
    {Kind::login, "Google's Identity-Aware Proxy", nullptr, 0, "x-goog-iap-generated-response"},
    {Kind::login, "Google Cloud Run", "Allow unauthenticated invocations of the service", 403, nullptr, nullptr,
     "your client does not have permission to get url"},
    {Kind::login, "Azure's App Service Authentication", nullptr, 0, "www-authenticate", "login.windows.net"},
    {Kind::login, "Azure's App Service Authentication", nullptr, 0, "www-authenticate", "login.microsoftonline.com"},
    {Kind::login, "The OAuth proxy", nullptr, 0, "set-cookie", "_oauth2_proxy"},
    {Kind::login, "The OAuth proxy", nullptr, 0, nullptr, nullptr, "/oauth2/start"},
    {Kind::login, "The OAuth proxy", nullptr, 0, nullptr, nullptr, "/oauth2/sign_in"},
    {Kind::login, "Clerk's login middleware", "Add the path to the public routes of the middleware", 0,
     "x-clerk-auth-reason", "protect"},
    {Kind::login, "Clerk's login middleware", "Add the path to the public routes of the middleware", 401,
     "x-clerk-auth-status", "signed-out"},
    {Kind::login, "The login of GitHub Codespaces", kPortPublic, 0, nullptr, nullptr, "pf-signin"},
    {Kind::login, "HTTP Basic authentication", nullptr, 0, "www-authenticate", "basic"},
    {Kind::login, "HTTP Digest authentication", nullptr, 0, "www-authenticate", "digest"},
    {Kind::login, "Windows authentication", nullptr, 0, "www-authenticate", "ntlm"},
    {Kind::login, "Windows authentication", nullptr, 0, "www-authenticate", "negotiate"},
    {Kind::login, "A check of access tokens", nullptr, 0, "www-authenticate"},
    {Kind::login, "A proxy that demands a login", nullptr, 407},
    {Kind::login, "A network that demands a login", nullptr, 511},
    {Kind::login, "An API gateway", nullptr, 401, "x-amzn-errortype"},
    {Kind::login, "An API gateway", nullptr, 403, "x-amzn-errortype"},
    {Kind::login, "An API gateway", nullptr, 401, "apigw-requestid"},
    {Kind::login, "An API gateway", nullptr, 401, "server", "kong"},

    // Servers that want another protocol
    {Kind::protocol, "A server that accepts https only", kUseHttps, 400, nullptr, nullptr,
     "plain http request was sent to https port"},
    {Kind::protocol, "A server that accepts https only", kUseHttps, 400, nullptr, nullptr,
     "client sent an http request to an https server"},
    {Kind::protocol, "A server that accepts https only", kUseHttps, 400, nullptr, nullptr,
     "speaking plain http to an ssl-enabled server port"},
    {Kind::protocol, "A server that accepts https only", kUseHttps, 400, nullptr, nullptr, "requires tls"},
    {Kind::protocol, "A server that speaks HTTP/2 only", nullptr, 0, nullptr, nullptr, "alpn protocol, expected `h2`"},
    {Kind::protocol, "A server that speaks HTTP/2 only", nullptr, 505},
    {Kind::protocol, "A server that demands another protocol", nullptr, 426},
    {Kind::protocol, "A server that demands a client certificate", kNeedsCertificate, 400, nullptr, nullptr,
     "no required ssl certificate was sent"},
    {Kind::protocol, "A server that demands a client certificate", kNeedsCertificate, 496},

    // Hosting platforms and proxies
    {Kind::platform, "Vercel", kSlow, 0, "x-vercel-error", "timeout"},
    {Kind::platform, "Vercel", kCrashed, 0, "x-vercel-error", "function_invocation_failed"},
    {Kind::platform, "Vercel", kDeploy, 0, "x-vercel-error", "deployment"},
    {Kind::wrong_path, "Vercel", nullptr, 404, "x-vercel-error", "not_found"},
    {Kind::platform, "Vercel", nullptr, 0, "x-vercel-error"},
    {Kind::platform, "Railway", nullptr, 0, "x-railway-fallback"},
    {Kind::platform, "Render", nullptr, 0, "x-render-routing"},
    {Kind::platform, "Heroku", nullptr, 0, nullptr, nullptr, "herokucdn.com/error-pages"},
    {Kind::platform, "Heroku", kDeploy, 0, nullptr, nullptr, "no such app"},
    {Kind::wrong_path, "Netlify", nullptr, 404, "server", "netlify", "page not found"},
    {Kind::platform, "Netlify", nullptr, 0, nullptr, nullptr, "not found - request id"},
    {Kind::platform, "GitHub Pages", "It serves files only, and cannot run the app", 0, "server", "github.com"},
    {Kind::platform, "Cloudflare", "The app refuses connections: start it", 521},
    {Kind::platform, "Cloudflare", kSlow, 522},
    {Kind::platform, "Cloudflare", "Cloudflare finds no way to the app: check the DNS records of the host", 523},
    {Kind::platform, "Cloudflare", kSlow, 524},
    {Kind::platform, "Cloudflare", "The TLS between Cloudflare and the app fails", 525},
    {Kind::platform, "Cloudflare", "The certificate of the app is not valid for Cloudflare", 526},
    {Kind::platform, "Cloudflare",
     "If the app is behind a Cloudflare Tunnel, start cloudflared; else check the DNS records", 530},
    {Kind::platform, "Cloudflare", kLookUpCloudflare, 0, nullptr, nullptr, "error code: 10"},
    {Kind::platform, "Cloudflare", kLookUpCloudflare, 0, nullptr, nullptr, "\"cloudflare_error\""},
    {Kind::platform, "Amazon's load balancer", nullptr, 0, "server", "awselb"},
    {Kind::platform, "Amazon CloudFront", nullptr, 0, nullptr, nullptr, "generated by cloudfront"},
    {Kind::platform, "Amazon S3", "It serves files only, and cannot run the app", 0, "server", "amazons3"},
    {Kind::platform, "A web proxy", nullptr, 0, "x-squid-error"},
    {Kind::platform, "Azure", "Start the app in Azure", 403, nullptr, nullptr, "this web app is stopped"},
    {Kind::platform, "A proxy in front of the app", nullptr, 502},
    {Kind::platform, "A proxy in front of the app", kSlow, 504},
    {Kind::platform, "A maintenance page", "Wait until the maintenance is over", 503, nullptr, nullptr, "maintenance"},
    {Kind::platform, "The start page of a web server", nullptr, 0, nullptr, nullptr, "welcome to nginx"},
    {Kind::platform, "The start page of a web server", nullptr, 0, nullptr, nullptr, "<h1>it works!</h1>"},
    {Kind::platform, "A parked domain", "Point the domain at the app", 0, nullptr, nullptr, "domain is for sale"},

    // Web apps without this route
    {Kind::wrong_path, "A web app without a route at this path", nullptr, 0, nullptr, nullptr, "cannot post /"},
    {Kind::wrong_path, "A web app without a route at this path", nullptr, 0, nullptr, nullptr, "cannot get /"},
    {Kind::wrong_path, "A Next.js app without a route at this path", nullptr, 404, nullptr, nullptr,
     "this page could not be found"},
    {Kind::wrong_path, "A web app that accepts no POST at this path",
     "Check the path of the URL, and that the route there is the SDK's", 405},
    {Kind::wrong_path, "A list of files", nullptr, 0, nullptr, nullptr, "<title>index of /"},
    {Kind::wrong_path, "A list of files", nullptr, 0, nullptr, nullptr, "<title>directory listing for"},
};

}  // namespace

const AnswerSignature* begin_signatures() {
  return std::begin(kSignatures);
}

const AnswerSignature* end_signatures() {
  return std::end(kSignatures);
}

const char* advice_for(Kind kind) {
  switch (kind) {
    case Kind::login:
      return "Let requests to this path pass without a login: they carry the header x-trigger-api-key, which the app "
             "checks";
    case Kind::bot_check:
      return "Exempt this path from the check";
    case Kind::tunnel_warning:
      return "Turn the warning page off, or use another tunnel: the platform cannot click through it";
    case Kind::tunnel_offline:
      return "Start the tunnel, and register the URL that it has now";
    case Kind::platform:
      return kRunning;
    case Kind::protocol:
      return "Let the server accept HTTP/1.1 too";
    case Kind::wrong_path:
    case Kind::web_page:
      break;
  }
  return "Check the path of the URL (you might be missing /api/trigger)";
}

}  // namespace kongflow::endpoints
