package io.mychat.gateway.spi.config;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStoreSpi;
import java.security.Provider;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A provider in front of the JDK's: its key stores choose themselves how they protect a key. */
final class OwnKeyStores extends Provider {

    static final String NAME = "own key stores";

    private static final long serialVersionUID = 1;

    OwnKeyStores() {
        super(NAME, "1", "for a test");
        put("KeyStore.PKCS12", Store.class.getName());
    }

    /** Keeps keys in memory. {@code engineSetEntry} stays the JDK's, which takes no other protection than a password. */
    public static final class Store extends KeyStoreSpi {

        private final Map<String, Key> keys = new LinkedHashMap<>();
        private final Map<String, Certificate[]> chains = new LinkedHashMap<>();

        @Override
        public Key engineGetKey(String alias, char[] password) {
            return Objects.requireNonNull(keys.get(alias));
        }

        @Override
        public Certificate[] engineGetCertificateChain(String alias) {
            return Objects.requireNonNull(chains.get(alias));
        }

        @Override
        public Certificate engineGetCertificate(String alias) {
            return engineGetCertificateChain(alias)[0];
        }

        @Override
        public Date engineGetCreationDate(String alias) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) {
            keys.put(alias, key);
            chains.put(alias, chain);
        }

        @Override
        public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetCertificateEntry(String alias, Certificate certificate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineDeleteEntry(String alias) {
            keys.remove(alias);
            chains.remove(alias);
        }

        @Override
        public Enumeration<String> engineAliases() {
            return Collections.enumeration(keys.keySet());
        }

        @Override
        public boolean engineContainsAlias(String alias) {
            return keys.containsKey(alias);
        }

        @Override
        public int engineSize() {
            return keys.size();
        }

        @Override
        public boolean engineIsKeyEntry(String alias) {
            return keys.containsKey(alias);
        }

        @Override
        public boolean engineIsCertificateEntry(String alias) {
            return false;
        }

        @Override
        public String engineGetCertificateAlias(Certificate certificate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineStore(OutputStream stream, char[] password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineLoad(InputStream stream, char[] password) {}
    }
}
