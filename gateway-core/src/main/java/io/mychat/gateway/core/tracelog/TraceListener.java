package io.mychat.gateway.core.tracelog;

import io.mychat.gateway.core.event.AskedPerEvent;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Records the gateway's events that concern a traced user: logins, kicks, closes and their like. Thread-safe. */
public final class TraceListener implements AskedPerEvent {

    private final TraceRecorder recorder;

    public TraceListener(TraceRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void onEvent(GatewayEvent event) {
        if (!recorder.isOn()) {
            return;
        }
        if (event instanceof GatewayEvent.LoginSucceeded login) {
            session(login.session(), "", TraceStep.LOGGED_IN);
        } else if (event instanceof GatewayEvent.SessionDisplaced loss) {
            boolean isReplaced = loss.reason().equals("replaced");
            session(loss.session(), loss.reason(), isReplaced ? TraceStep.REPLACED : TraceStep.KICKED);
        } else if (event instanceof GatewayEvent.ConnectionClosed end) {
            end.session().ifPresent(session -> session(session, reason(end), TraceStep.CLOSED));
        } else if (event instanceof GatewayEvent.LoginFailed refusal) {
            add(
                    recorder.ofLogin(refusal.username()),
                    refusal.error() + " from " + refusal.ip(),
                    TraceStep.LOGIN_REFUSED);
        } else {
            account(event);
        }
    }

    private void account(GatewayEvent event) {
        if (event instanceof GatewayEvent.TokensIssued issued) {
            user(issued.user().userId(), device(issued.device(), issued.ip()), TraceStep.TOKENS_ISSUED);
        } else if (event instanceof GatewayEvent.TokensRefreshed refresh) {
            user(refresh.user().userId(), device(refresh.device(), refresh.ip()), TraceStep.TOKENS_REFRESHED);
        } else if (event instanceof GatewayEvent.RefreshTokenReused reuse) {
            user(reuse.userId(), device(reuse.device(), reuse.ip()), TraceStep.REFRESH_REUSED);
        } else if (event instanceof GatewayEvent.LoggedOut logout) {
            user(logout.userId(), "from " + logout.ip(), TraceStep.LOGGED_OUT);
        } else if (event instanceof GatewayEvent.DeviceDropped drop) {
            DeviceKey dropped = drop.device();
            session(drop.by(), "drops " + dropped.platform() + " " + dropped.deviceId(), TraceStep.DEVICE_DROPPED);
        } else if (event instanceof GatewayEvent.UserKicked kick) {
            user(
                    kick.whom().userId(),
                    kick.reason() + ", by " + kick.by() + ", " + kick.kicked() + " sessions",
                    TraceStep.KICKED);
        } else if (event instanceof GatewayEvent.AccountChanged change) {
            user(change.userId(), change.change().name().toLowerCase(Locale.ROOT), TraceStep.ACCOUNT_CHANGED);
        } else if (event instanceof GatewayEvent.BanAdded added) {
            banned(
                    added.ban().target(),
                    added.ban().id() + ", " + added.ban().terms().reason(),
                    TraceStep.BANNED);
        } else if (event instanceof GatewayEvent.BanLifted lifted) {
            banned(lifted.ban().target(), lifted.ban().id() + ", by " + lifted.by(), TraceStep.BAN_LIFTED);
        } else if (event instanceof GatewayEvent.AnomalyDetected anomaly) {
            String kind = anomaly.kind().name().toLowerCase(Locale.ROOT);
            anomaly.userId().ifPresent(user -> user(user, kind + ", " + anomaly.count() + " times", TraceStep.ANOMALY));
        }
    }

    private static String reason(GatewayEvent.ConnectionClosed end) {
        return end.reason().isEmpty() ? "code " + end.code() : "code " + end.code() + ", " + end.reason();
    }

    private static String device(DeviceKey device, String ip) {
        return device.platform() + " " + device.deviceId() + " from " + ip;
    }

    private void banned(BanTarget target, String detail, TraceStep step) {
        if (target instanceof BanTarget.User user) {
            user(user.userId(), detail, step);
        } else if (target instanceof BanTarget.Device device) {
            user(device.userId(), detail, step);
        }
    }

    private void session(Session session, String detail, TraceStep step) {
        TraceDraft draft = recorder.ofUser(session.userId());
        if (draft != null) {
            add(draft.session(session), detail, step);
        }
    }

    private void user(String userId, String detail, TraceStep step) {
        add(recorder.ofUser(userId), detail, step);
    }

    private static void add(@Nullable TraceDraft draft, String detail, TraceStep step) {
        if (draft != null) {
            draft.detail(detail).record(step);
        }
    }
}
