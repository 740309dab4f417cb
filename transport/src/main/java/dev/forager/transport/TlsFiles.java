// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import dev.forager.pipeline.config.Secret;
import dev.forager.transport.ReloadingKeyManager.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates, key and authorities come from, and what was read from there last. Confined to
 * one thread at a time: the one that starts, then the one that reloads.
 */
final class TlsFiles {
    private final Source certificate;
    private final Source key;
    private final Source authorities;

    /** Without use at a server; as in the collector it must hold certificates all the same. */
    private final Source authoritiesOfServers;

    private final boolean alsoSystem;
    private final boolean server;
    private IdentityTexts identityTexts = new IdentityTexts("", "");
    private String authoritiesText = "";

    private TlsFiles(
            Source certificate,
            Source key,
            Source authorities,
            Source authoritiesOfServers,
            boolean alsoSystem,
            boolean server) {
        this.certificate = certificate;
        this.key = key;
        this.authorities = authorities;
        this.authoritiesOfServers = authoritiesOfServers;
        this.alsoSystem = alsoSystem;
        this.server = server;
    }

    /** A file, or a text of the configuration, or neither. */
    private record Source(@Nullable String file, @Nullable Secret text) {
        boolean isAbsent() {
            return file == null && text == null;
        }

        /** The text; reading bytes as Latin-1 keeps comments in any encoding readable. */
        String read() throws IOException {
            if (text != null) {
                return text.reveal();
            }
            if (file == null) {
                return "";
            }
            try {
                return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
            } catch (NoSuchFileException e) {
                throw new IOException("open %s: no such file or directory".formatted(file), e);
            } catch (AccessDeniedException e) {
                throw new IOException("open %s: permission denied".formatted(file), e);
            } catch (IOException e) {
                throw new IOException(
                        "read %s: %s"
                                .formatted(
                                        file,
                                        String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT)),
                        e);
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
                new Source(common.caFile(), common.caPem()),
                common.includeSystemCaCertsPool(),
                true);
    }

    static TlsFiles ofClient(TlsClientConfig config) {
        TlsConfig common = config.common();
        return new TlsFiles(
                new Source(common.certFile(), common.certPem()),
                new Source(common.keyFile(), common.keyPem()),
                new Source(common.caFile(), common.caPem()),
                new Source(null, null),
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
        identityTexts = readIdentity();
        return new ReloadingKeyManager(identity(identityTexts));
    }

    /** Null only for a server that asks clients for nothing. */
    @Nullable ReloadingTrustManager authoritiesManager() throws IOException {
        if (!authoritiesOfServers.isAbsent()) {
            parse(authoritiesOfServers, readAuthorities(authoritiesOfServers, false), false);
        }
        if (server && authorities.isAbsent()) {
            return null;
        }
        authoritiesText = readAuthorities(authorities, server);
        try {
            return new ReloadingTrustManager(authorities(authoritiesText));
        } catch (GeneralSecurityException e) {
            throw new IOException("failed to load TLS config: " + e.getMessage(), e);
        }
    }

    /** Puts changed texts into the managers; whether anything had changed. */
    boolean reload(@Nullable ReloadingKeyManager identity, @Nullable ReloadingTrustManager trust)
            throws IOException {
        boolean changed = false;
        if (identity != null) {
            IdentityTexts texts = readIdentity();
            if (!texts.equals(identityTexts)) {
                identity.replace(identity(texts));
                identityTexts = texts;
                changed = true;
            }
        }
        return (trust != null && reload(trust)) || changed;
    }

    private boolean reload(ReloadingTrustManager trust) throws IOException {
        String text = readAuthorities(authorities, server);
        if (text.equals(authoritiesText)) {
            return false;
        }
        try {
            trust.replace(authorities(text));
        } catch (GeneralSecurityException e) {
            throw new IOException("failed to load TLS config: " + e.getMessage(), e);
        }
        authoritiesText = text;
        return true;
    }

    private static String readAuthorities(Source source, boolean ofClients) throws IOException {
        try {
            return source.read();
        } catch (IOException e) {
            throw new IOException(
                    (ofClients
                                    ? "failed to load client CA CertPool: failed to load CA %s: %s"
                                    : "failed to load TLS config: failed to load CA CertPool File:"
                                            + " failed to load cert %s: %s")
                            .formatted(source, e.getMessage()),
                    e);
        }
    }

    private List<X509Certificate> authorities(String text)
            throws IOException, GeneralSecurityException {
        if (authorities.isAbsent()) {
            return SystemRoots.load();
        }
        var all = new ArrayList<>(parse(authorities, text, server));
        if (alsoSystem) {
            all.addAll(SystemRoots.load());
        }
        return all;
    }

    private static List<X509Certificate> parse(Source source, String text, boolean ofClients)
            throws IOException {
        List<X509Certificate> found = Pem.authorities(text);
        if (!found.isEmpty()) {
            return found;
        }
        if (ofClients) {
            throw new IOException(
                    "failed to load client CA CertPool: failed to parse CA %s: no certificate in it"
                            .formatted(source));
        }
        throw new IOException(
                "failed to load TLS config: failed to load CA CertPool %s: failed to parse cert%s"
                        .formatted(
                                source.file == null ? "PEM" : "File",
                                source.file == null ? "" : ": no certificate in " + source.file));
    }

    /** The texts of the certificates and of their key. */
    private record IdentityTexts(String certificates, String key) {}

    private IdentityTexts readIdentity() throws IOException {
        try {
            return new IdentityTexts(certificate.read(), key.read());
        } catch (IOException e) {
            throw new IOException(
                    "failed to load TLS config: failed to load TLS cert and key: " + e.getMessage(),
                    e);
        }
    }

    private Identity identity(IdentityTexts texts) throws IOException {
        try {
            List<X509Certificate> chain = Pem.chain(texts.certificates);
            PrivateKey privateKey = Pem.privateKey(texts.key);
            PublicKey publicKey = chain.getFirst().getPublicKey();
            if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
                throw new GeneralSecurityException(
                        "private key type does not match public key type");
            }
            if (!belongTogether(privateKey, publicKey)) {
                throw new GeneralSecurityException("private key does not match public key");
            }
            return new Identity(privateKey, chain);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "failed to load TLS config: failed to load TLS cert and key: failed to load TLS"
                            + " cert and key PEMs: tls: %s (%s, %s)"
                                    .formatted(e.getMessage(), certificate, key),
                    e);
        }
    }

    /** A signature by one must satisfy the other: works for every kind of key. */
    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey)
            throws GeneralSecurityException {
        String algorithm = privateKey.getAlgorithm();
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
