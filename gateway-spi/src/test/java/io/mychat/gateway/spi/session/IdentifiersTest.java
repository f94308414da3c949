package io.mychat.gateway.spi.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The forms of protocol.md 1.1. */
class IdentifiersTest {

    @Test
    void aUserIdIsUpTo128BytesOfUtf8WithoutControlCharacters() {
        assertThat(UserInfo.isValidUserId("a b:李😀")).isTrue();
        assertThat(UserInfo.isValidUserId("x".repeat(128))).isTrue();
        assertThat(UserInfo.isValidUserId("李".repeat(42) + "xx")).isTrue();

        assertThat(UserInfo.isValidUserId("")).isFalse();
        assertThat(UserInfo.isValidUserId("x".repeat(129))).isFalse();
        assertThat(UserInfo.isValidUserId("李".repeat(43))).isFalse();
        assertThat(UserInfo.isValidUserId("a\nb")).isFalse();
        assertThat(UserInfo.isValidUserId("a\u007fb")).isFalse();
        assertThat(UserInfo.isValidUserId("a\u0085b")).isFalse();
        assertThat(UserInfo.isValidUserId("\uD83D")).isFalse();
        assertThatThrownBy(() -> new UserInfo("", "name", Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDeviceIdIsPlainAndAPlatformPlainer() {
        assertThat(DeviceKey.isValidDeviceId("A.z_9-" + "x".repeat(122))).isTrue();
        assertThat(DeviceKey.isValidDeviceId("x".repeat(129))).isFalse();
        assertThat(DeviceKey.isValidDeviceId("a:b")).isFalse();
        assertThat(DeviceKey.isValidDeviceId("")).isFalse();
        assertThat(DeviceKey.isValidPlatform("web_2-x")).isTrue();
        assertThat(DeviceKey.isValidPlatform("Web")).isFalse();
        assertThat(DeviceKey.isValidPlatform("x".repeat(33))).isFalse();
        assertThat(DeviceKey.isValidPlatform("web\n")).isFalse();
    }

    @Test
    void devicesOfAPlatformShareItsName() {
        String name = new DeviceKey(new String("a_tablet"), "d1").platform();
        assertThat(new DeviceKey(new String("a_tablet"), "d2").platform()).isSameAs(name);
        for (int i = 0; i < 1000; i++) {
            assertThat(new DeviceKey("p" + i, "d1").platform()).isEqualTo("p" + i);
        }
    }
}
