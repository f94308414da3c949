package io.mychat.gateway.acme.issue;

import io.mychat.gateway.acme.challenge.ChallengeFiles;
import io.mychat.gateway.acme.issue.IssueOutcome.Failed;
import io.mychat.gateway.acme.issue.IssueOutcome.Issued;
import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.spi.event.LogText;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** An authority that speaks ACME (RFC 8555), asked by acme4j. Each name is proved by HTTP-01. Thread-safe. */
public final class AcmeAuthority implements CertificateAuthority {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /** The reason often stands at the end of a long text. */
    private static final int MAX_PROBLEM = 600;

    private final ChallengeFiles challenges;

    public AcmeAuthority(ChallengeFiles challenges) {
        this.challenges = challenges;
    }

    @Override
    public IssueOutcome issue(Order order) throws InterruptedException {
        try {
            return order(account(order), order);
        } catch (AcmeRateLimitedException e) {
            return new Failed("the authority's limit is reached: " + described(e.getProblem()), e.getRetryAfter());
        } catch (AcmeServerException e) {
            return failed("the authority refuses: " + described(e.getProblem()));
        } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException e) {
            return failed("the authority cannot be asked: " + reason(e));
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    static String reason(Exception failure) {
        Throwable root = root(failure);
        boolean isTime = root instanceof CertificateExpiredException || root instanceof CertificateNotYetValidException;
        return LogText.quoted(String.valueOf(root)) + (isTime ? "; look at the clock of this machine first" : "");
    }

    private static Throwable root(Throwable of) {
        Throwable last = of;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last;
    }

    private static Failed failed(String problem) {
        return new Failed(problem, Optional.empty());
    }

    /** The authority's words on one line. */
    private static String described(Problem problem) {
        String text = LogText.escaped(problem.toString());
        return "\"" + (text.length() > MAX_PROBLEM ? text.substring(0, MAX_PROBLEM) + "…" : text) + "\"";
    }

    private static org.shredzone.acme4j.Account account(Order order) throws AcmeException, IOException {
        Session session = new Session(
                order.directory().url(), new TrustingProvider(order.directory().trusted()));
        session.networkSettings().setTimeout(REQUEST_TIMEOUT);
        KeyPair key = AccountKey.in(order.account().key());
        AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(key);
        order.account().contacts().forEach(builder::addContact);
        order.account().binding().ifPresent(bound -> builder.withKeyIdentifier(bound.keyId(), bound.hmacKey()));
        // The authority answers with the account of the key where there is one.
        org.shredzone.acme4j.Account account = builder.create(session);
        Set<String> contacts = account.getContacts().stream().map(URI::toString).collect(Collectors.toSet());
        if (!contacts.equals(Set.copyOf(order.account().contacts()))) {
            org.shredzone.acme4j.Account.EditableAccount change = account.modify();
            change.getContacts().clear();
            order.account().contacts().forEach(contact -> change.addContact(URI.create(contact)));
            change.commit();
        }
        return account;
    }

    private IssueOutcome order(org.shredzone.acme4j.Account account, Order wanted)
            throws AcmeException, IOException, InterruptedException {
        org.shredzone.acme4j.Order order =
                account.newOrder().domains(wanted.domains()).create();
        List<String> published = new ArrayList<>();
        try {
            for (Authorization authorization : order.getAuthorizations()) {
                Optional<Failed> failure = prove(authorization, wanted.timeout(), published);
                if (failure.isPresent()) {
                    return failure.get();
                }
            }
        } finally {
            for (String token : published) {
                challenges.withdraw(token);
            }
        }
        order.waitUntilReady(wanted.timeout());
        KeyPair keys = wanted.keyType().generate();
        order.execute(CertificateRequest.of(wanted.domains(), keys, wanted.keyType()));
        if (order.waitForCompletion(wanted.timeout()) != Status.VALID) {
            return failed("the authority does not issue: "
                    + order.getError().map(AcmeAuthority::described).orElse("the order is " + order.getStatus()));
        }
        try {
            return new Issued(
                    new CertifiedKey(keys.getPrivate(), order.getCertificate().getCertificateChain()));
        } catch (IllegalArgumentException e) {
            return failed("the authority has sent a certificate of another key");
        }
    }

    /** Proves one name, unless the authority remembers an earlier proof. */
    private Optional<Failed> prove(Authorization authorization, Duration timeout, List<String> published)
            throws AcmeException, IOException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return Optional.empty();
        }
        String name = LogText.quoted(authorization.getIdentifier().getDomain());
        Optional<Http01Challenge> offered = authorization.findChallenge(Http01Challenge.class);
        if (offered.isEmpty()) {
            return Optional.of(failed("the authority offers no HTTP-01 for " + name));
        }
        Http01Challenge challenge = offered.get();
        published.add(challenge.getToken());
        challenges.publish(challenge.getToken(), challenge.getAuthorization());
        challenge.trigger();
        Status status = authorization.waitForCompletion(timeout);
        if (status == Status.VALID) {
            return Optional.empty();
        }
        String problem = authorization
                .findChallenge(Http01Challenge.class)
                .flatMap(Http01Challenge::getError)
                .map(AcmeAuthority::described)
                .orElse("the challenge is " + status);
        return Optional.of(failed("the authority could not verify " + name + " at port 80: " + problem));
    }
}
