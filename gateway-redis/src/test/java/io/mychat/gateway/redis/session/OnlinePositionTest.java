package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnlinePositionTest {

    @Test
    void everySetIsVisitedOnceAlsoTheOnesThatWerePutOff() {
        List<Integer> visited = new ArrayList<>();
        OnlinePosition at = OnlinePosition.START;
        int off = 0;
        while (true) {
            boolean answers = visited.size() >= 10 || at.bucket() % 3 != 0;
            if (!answers && at.canBePutOff(off | OnlinePosition.bit(at.bucket()))) {
                off |= OnlinePosition.bit(at.bucket());
                at = at.putOff(off);
                continue;
            }
            visited.add(at.bucket());
            if (!at.hasNext()) {
                break;
            }
            at = OnlinePosition.parse(at.next().toString());
        }

        assertThat(visited)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, Keys.ONLINE_BUCKETS).boxed().toList());
        assertThat(visited.subList(0, 10)).noneMatch(bucket -> bucket % 3 == 0);
    }

    @Test
    void aSetThatIsHalfReadIsNotPutOff() {
        assertThat(OnlinePosition.START.canBePutOff(1)).isTrue();
        assertThat(OnlinePosition.START.after("alice").canBePutOff(1)).isFalse();
    }

    @Test
    void aUserMayHaveAnyName() {
        OnlinePosition at = OnlinePosition.START.after("a:b:中 ");

        assertThat(OnlinePosition.parse(at.toString())).isEqualTo(at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0:", "x:0:a", "16:0:", "-1:0:", "0:1:", "1:10000:", "0:-2:", "0:zz:", "3:alice"})
    void whatWasNeverGivenIsRefused(String text) {
        assertThatThrownBy(() -> OnlinePosition.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
