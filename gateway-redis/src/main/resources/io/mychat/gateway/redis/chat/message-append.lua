-- Stores a message in its chat and puts it into the inboxes, all in one step: for servers that have all keys.
--
-- KEYS: the chat's messages, their counter, their numbers by id; the open marks and the index of the chat's bucket; for each
-- inbox: the inbox, its bounds, the ids that it knows, the user's sessions; and, for a message with a client_msg_id, what is
-- known under that.
-- ARGV: up to 16 see store_in_chat; 17 max entries of an inbox, 18 in front of a node's name: its channel; then for each inbox:
-- the user, and what inbox_bounds gets.
-- Returns {what store_in_chat returns, for each inbox what put returns}; without inboxes when they got nothing from here.

local stored = store_in_chat(KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], ARGV[15] ~= '' and KEYS[#KEYS] or nil, false)
if stored.err then
  return stored
end
local answer = {stored}
local message
if stored[1] == 'stored' then
  message = {ARGV[9], stored[2], now, ARGV[12], IS_NEW}
elseif stored[1] == 'again' and #stored == 2 then
  local number = tonumber(stored[2])
  local entry = redis.call('XRANGE', KEYS[1], int(number), int(number))[1]
  if entry then
    local _, time = number_and_time(entry[1])
    message = {ARGV[9], int(number), time, ARGV[12], IS_SEARCHED}
  end
end
if not message then
  return answer
end

local how = {max_entries = ARGV[17], node = ARGV[8], channel = ARGV[18], pause = ARGV[16]}
for i = 0, (#ARGV - 18) / 4 - 1 do
  local at, from = 19 + 4 * i, 6 + 4 * i
  local who = {user = ARGV[at], fresh = ARGV[at + 1], seen_epoch = ARGV[at + 2], seen = ARGV[at + 3]}
  local there = put({KEYS[from], KEYS[from + 1], KEYS[from + 2], KEYS[from + 3]}, who, how, {message})
  if there.err then
    -- It is in the chat: the sweep brings it to the inboxes, but not once more to those that have it.
    for has = 1, i do
      on(KEYS[4 + 4 * has], 'ZADD', now_text, ARGV[9])
    end
    redis.call('ZADD', KEYS[4], 0,
        string.format('%s %016.0f %s %.0f v1 %s', ARGV[6], tonumber(message[2]), ARGV[7], message[3], ARGV[8]))
    return there
  end
  table.insert(answer, there)
end
return answer
