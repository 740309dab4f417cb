// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * One identity that can be replaced while connections come in. Thread-safe. An alias names the
 * generation, so that a handshake that chose before a replacement gets key and chain of one pair.
 */
final class ReloadingKeyManager extends X509ExtendedKeyManager {
    /** A private key with the chain of its certificate, own certificate first. */
    record Identity(PrivateKey key, List<X509Certificate> chain) {}

    private record Generation(String alias, Identity identity) {}

    private volatile Generation current;
    private volatile Generation previous;

    ReloadingKeyManager(Identity identity) {
        current = new Generation("0", identity);
        previous = current;
    }

    synchronized void replace(Identity identity) {
        previous = current;
        current = new Generation(String.valueOf(Long.parseLong(previous.alias) + 1), identity);
    }

    /** {@code RSA}, {@code EC} or {@code EdDSA}. */
    String keyAlgorithm() {
        return current.identity.key.getAlgorithm();
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        // The issuers that a server names are a hint; as in Go the one identity is always offered.
        Generation now = current;
        for (String keyType : keyTypes) {
            if (fits(keyType, now)) {
                return now.alias;
            }
        }
        return null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Generation now = current;
        return fits(keyType, now) ? now.alias : null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {current.alias};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {current.alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = named(alias);
        return identity == null ? null : identity.chain.toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = named(alias);
        return identity == null ? null : identity.key;
    }

    private @Nullable Identity named(String alias) {
        Generation now = current;
        if (now.alias.equals(alias)) {
            return now.identity;
        }
        Generation before = previous;
        return before.alias.equals(alias) ? before.identity : null;
    }

    /** Key types are {@code RSA}, {@code EC}, {@code EdDSA}, or joined as in {@code EC_RSA}. */
    private static boolean fits(String keyType, Generation generation) {
        String wanted = keyType.toUpperCase(Locale.ROOT);
        String own = generation.identity.key.getAlgorithm().toUpperCase(Locale.ROOT);
        return wanted.equals(own)
                || wanted.startsWith(own + "_")
                || (own.equals("EDDSA") && wanted.startsWith("ED25519"));
    }
}
