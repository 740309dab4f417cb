// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import dev.forager.pipeline.config.Secret;
import dev.forager.transport.ReloadingKeyManager.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates, key and authorities come from, and what was read from there last. Confined to
 * one thread at a time: the one that starts, then the one that reloads.
 */
final class TlsFiles {
    private final Source certificate;
    private final Source key;
    private final Source authorities;
    private final boolean alsoSystem;
    private final boolean server;
    private String identityText = "";
    private String authoritiesText = "";

    private TlsFiles(
            Source certificate,
            Source key,
            Source authorities,
            boolean alsoSystem,
            boolean server) {
        this.certificate = certificate;
        this.key = key;
        this.authorities = authorities;
        this.alsoSystem = alsoSystem;
        this.server = server;
    }

    /** A file, or a text of the configuration, or neither. */
    private record Source(@Nullable String file, @Nullable Secret text) {
        boolean isAbsent() {
            return file == null && text == null;
        }

        /** The text; reading bytes as Latin-1 keeps comments in any encoding readable. */
        String read(String what) throws IOException {
            if (text != null) {
                return text.reveal();
            }
            if (file == null) {
                return "";
            }
            try {
                return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
            } catch (NoSuchFileException e) {
                throw new IOException(
                        "failed to load %s: open %s: no such file or directory"
                                .formatted(what, file),
                        e);
            } catch (IOException e) {
                throw new IOException(
                        "failed to load %s: open %s: %s".formatted(what, file, e.getMessage()), e);
            }
        }

        @Override
        public String toString() {
            return file == null ? "PEM text" : file;
        }
    }

    static TlsFiles ofServer(TlsServerConfig config) {
        TlsConfig common = config.common();
        return new TlsFiles(
                new Source(common.certFile(), common.certPem()),
                new Source(common.keyFile(), common.keyPem()),
                new Source(config.clientCaFile(), null),
                common.includeSystemCaCertsPool(),
                true);
    }

    static TlsFiles ofClient(TlsClientConfig config) {
        TlsConfig common = config.common();
        return new TlsFiles(
                new Source(common.certFile(), common.certPem()),
                new Source(common.keyFile(), common.keyPem()),
                new Source(common.caFile(), common.caPem()),
                common.includeSystemCaCertsPool(),
                false);
    }

    boolean wantsClientCertificates() {
        return server && !authorities.isAbsent();
    }

    boolean hasFiles() {
        return certificate.file != null || key.file != null || authorities.file != null;
    }

    @Nullable ReloadingKeyManager identityManager() throws IOException {
        if (certificate.isAbsent()) {
            return null;
        }
        String certificates = certificate.read("TLS cert");
        String keyText = key.read("TLS key");
        identityText = certificates + keyText;
        return new ReloadingKeyManager(identity(certificates, keyText));
    }

    /** Null only for a server that asks clients for nothing. */
    @Nullable ReloadingTrustManager authoritiesManager() throws IOException {
        if (server && authorities.isAbsent()) {
            return null;
        }
        authoritiesText = authorities.read("CA");
        try {
            return new ReloadingTrustManager(authorities(authoritiesText));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "failed to parse CA %s: %s".formatted(authorities, e.getMessage()), e);
        }
    }

    /** Puts changed texts into the managers; whether anything had changed. */
    boolean reload(@Nullable ReloadingKeyManager identity, @Nullable ReloadingTrustManager trust)
            throws IOException {
        boolean changed = false;
        if (identity != null) {
            String certificates = certificate.read("TLS cert");
            String keyText = key.read("TLS key");
            if (!identityText.equals(certificates + keyText)) {
                identity.replace(identity(certificates, keyText));
                identityText = certificates + keyText;
                changed = true;
            }
        }
        return (trust != null && reload(trust)) || changed;
    }

    private boolean reload(ReloadingTrustManager trust) throws IOException {
        String text = authorities.read("CA");
        if (text.equals(authoritiesText)) {
            return false;
        }
        try {
            trust.replace(authorities(text));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "failed to parse CA %s: %s".formatted(authorities, e.getMessage()), e);
        }
        authoritiesText = text;
        return true;
    }

    private List<X509Certificate> authorities(String text) throws GeneralSecurityException {
        if (authorities.isAbsent()) {
            return SystemRoots.load();
        }
        var all = new ArrayList<>(Pem.certificates(text));
        if (alsoSystem) {
            all.addAll(SystemRoots.load());
        }
        return all;
    }

    private Identity identity(String certificates, String keyText) throws IOException {
        try {
            List<X509Certificate> chain = Pem.certificates(certificates);
            PrivateKey privateKey = Pem.privateKey(keyText);
            if (!belongTogether(privateKey, chain.getFirst().getPublicKey())) {
                throw new GeneralSecurityException("private key does not match public key");
            }
            return new Identity(privateKey, chain);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "failed to load TLS cert and key (%s, %s): %s"
                            .formatted(certificate, key, e.getMessage()),
                    e);
        }
    }

    /** A signature by one must satisfy the other: works for every kind of key. */
    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey)
            throws GeneralSecurityException {
        String algorithm = privateKey.getAlgorithm();
        if (!algorithm.equals(publicKey.getAlgorithm())) {
            return false;
        }
        Signature signature =
                Signature.getInstance(
                        switch (algorithm) {
                            case "RSA" -> "SHA256withRSA";
                            case "EC" -> "SHA256withECDSA";
                            default -> algorithm;
                        });
        signature.initSign(privateKey);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        return signature.verify(signed);
    }
}
