-- What wrk sends, by the settings of a file that its first argument names, and what it prints at the end: one JSON line.

local settings
local sent = 0
local name = tostring(os.time()) .. "-" .. tostring(os.clock()):gsub("%.", "")

function init(args)
  settings = dofile(args[1])
end

function request()
  sent = sent + 1
  local headers = {}
  if #settings.keys > 0 then headers["authorization"] = "Bearer " .. settings.keys[sent % #settings.keys + 1] end
  local body = nil
  if settings.body then
    headers["content-type"] = "application/json"
    body = settings.body(sent, name)
  end
  return wrk.format(settings.method, nil, headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format('{"requests":%d,"seconds":%.6f,"failed":%d,"p99Us":%d}', summary.requests,
    summary.duration / 1e6, failed, latency:percentile(99)))
end
