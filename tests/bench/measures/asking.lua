-- The requests of wrk: the paths of the file that PATHS names, one after the other. Its last line of output
-- is the summary as JSON, with every answer counted that isn't a 200.
local paths = {}
for line in io.lines(os.getenv("PATHS")) do
  paths[#paths + 1] = line
end
local at = 0
local threads = {}
refused = 0

function setup(thread)
  threads[#threads + 1] = thread
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

function response(status)
  if status ~= 200 then
    refused = refused + 1
  end
end

function done(summary, latency)
  local status = 0
  for _, thread in ipairs(threads) do
    status = status + thread:get("refused")
  end
  local errors = summary.errors
  print(string.format(
    '{"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "status": %d, ' ..
    '"connect": %d, "read": %d, "write": %d, "timeout": %d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), status,
    errors.connect, errors.read, errors.write, errors.timeout))
end
