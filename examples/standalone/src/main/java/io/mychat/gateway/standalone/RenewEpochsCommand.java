package io.mychat.gateway.standalone;

import io.mychat.gateway.core.archive.EpochRenewal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Begins a new epoch of every inbox, after a restore of Redis. */
@Command(
        name = "renew-epochs",
        description = {
            "Begins a new epoch of every inbox: after Redis was restored from a backup, before the gateways start.",
            "Clients are told of the gap and get their inboxes again. Exit code 1: Redis does not answer."
        },
        mixinStandardHelpOptions = true)
final class RenewEpochsCommand implements Callable<Integer> {

    @Mixin
    private final ArchiveOptions options = new ArchiveOptions();

    @Override
    public Integer call() {
        return options.run(
                archive -> {
                    long renewed = new EpochRenewal(archive).run(so -> {
                        if (options.isProgressDue()) {
                            options.err().println(so + " renewals");
                        }
                    });
                    options.out().println(renewed + " renewals: the inboxes of all chats have new epochs");
                    return 0;
                },
                "Run the command again");
    }
}
