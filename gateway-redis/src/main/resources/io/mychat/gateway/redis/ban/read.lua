-- Reads all bans unless the caller knows them. ARGV: 2 number and 3 token of the version that it knows.
-- Returns number and token, and the bans when they differ.
if version[1] == ARGV[2] and version[2] == ARGV[3] then return version end
local answer = {version[1], version[2]}
for kind = 1, 2 do
  for _, value in ipairs(redis.call('HVALS', KEYS[kind])) do answer[#answer + 1] = value end
end
return answer
