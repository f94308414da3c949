package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyEncoder;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.testkit.RandomSeed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A reply is encoded as by an encoder that has seen no other one. */
class ReplyTailsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final List<Reply> REPLIES = List.of(
            Reply.ok(),
            Reply.ok("{\"timestamp\":\"x\"}"),
            Reply.ok("{\"timestamp\":\"x\"}"),
            Reply.ok("{\"text\":\"\u4F60\u597D \uD83D\uDE00\"}"),
            Reply.ok("{\"long\":\"" + "x".repeat(1000) + "\"}"),
            Reply.failure(ErrorCode.NOT_FOUND, "nobody", "There is nobody."));

    private static JsonCodec codec() {
        return new JsonCodec(new Json(4, 1000));
    }

    private static String encode(ReplyEncoder encoder, long cmdId, RequestId requestId, Reply reply, Instant at) {
        PayloadBuffer into = new PayloadBuffer(16);
        encoder.encode(cmdId, requestId, reply, at, into);
        return new String(into.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void whateverCameBefore() {
        RandomSeed seed = RandomSeed.get();
        Random random = seed.random(0);
        JsonCodec shared = codec();
        List<ReplyIdentity> identities = List.of(
                new ReplyIdentity("s1", "alice", "web"),
                new ReplyIdentity("s2", "bob", "ios"),
                new ReplyIdentity("s3", "", ""));
        List<ReplyEncoder> encoders = identities.stream().map(shared::replies).toList();
        Reply reply = REPLIES.get(0);
        Instant at = NOON;
        for (int i = 0; i < 5_000; i++) {
            if (random.nextInt(3) == 0) {
                reply = REPLIES.get(random.nextInt(REPLIES.size()));
            }
            if (random.nextInt(4) == 0) {
                at = NOON.plusNanos(random.nextInt(3_000_000));
            }
            int who = random.nextInt(identities.size());
            RequestId requestId = new RequestId("" + random.nextInt(100), random.nextBoolean());
            long cmdId = 1L + random.nextInt(5_000);

            assertThat(encode(encoders.get(who), cmdId, requestId, reply, at))
                    .as("%s", seed)
                    .isEqualTo(encode(codec().replies(identities.get(who)), cmdId, requestId, reply, at));
        }
    }
}
