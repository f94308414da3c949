-- Stores a message in its chat, with a mark that says that the inboxes do not have it yet.
--
-- KEYS: the chat's messages, their counter, their numbers by id; the open marks and the index of the chat's bucket; and, for
-- a message with a client_msg_id, what is known under that.
-- ARGV: up to 16 see store_in_chat; then marks of this bucket that are done. Returns what store_in_chat does.

for i = 17, #ARGV do
  on(KEYS[4], 'ZREM', ARGV[i])
end
return store_in_chat(KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], true)
