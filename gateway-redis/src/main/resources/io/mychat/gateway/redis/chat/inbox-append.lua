-- Puts messages into one user's inbox, each once, and tells the gateways where the user is logged in.
--
-- KEYS: the inbox, its bounds, the ids that it knows, the user's sessions.
-- ARGV: 3-5 see inbox_bounds, 6 max entries, 7 the user, 8 this gateway's node, 9 in front of a node's name: its
-- channel, 10 '1' for messages that an archive puts back, 11 see pause_of; then for each message: its id, its number in its chat, when it came there (ms), the record.
-- Returns what put does.

local messages = {}
for i = 12, #ARGV, 4 do
  table.insert(messages, {ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[i + 3]})
end
local who = {user = ARGV[7], fresh = ARGV[3], seen_epoch = ARGV[4], seen = ARGV[5]}
local how = {
  max_entries = ARGV[6], node = ARGV[8], channel = ARGV[9], is_restored = ARGV[10] == '1',
  pause = ARGV[11]
}
return put(KEYS, who, how, messages)
