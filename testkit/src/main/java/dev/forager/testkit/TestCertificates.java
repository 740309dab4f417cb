// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority made for a test, and what it issues. Immutable; keys are P-256 unless
 * said otherwise and certificates live for a day.
 */
public final class TestCertificates {
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final char[] NO_PASSWORD = {};

    private final Issued authority;

    /** A new authority. */
    public TestCertificates() {
        KeyPair keys = keys("EC");
        var name = new X500Name("CN=Test authority " + SERIAL.get());
        authority = new Issued(sign(name, keys, name, keys, true), keys.getPrivate());
    }

    /** A certificate with its key, as objects and as PEM text. */
    public record Issued(X509Certificate certificate, PrivateKey key) {
        /** The certificate as PEM. */
        public String certificatePem() {
            return pem(certificate);
        }

        /** The key as PEM in PKCS#8 ({@code PRIVATE KEY}). */
        public String keyPem() {
            try {
                return pem(new JcaPKCS8Generator(key, null).generate());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The key as PEM in its older form ({@code RSA PRIVATE KEY}, {@code EC PRIVATE KEY}). */
        public String traditionalKeyPem() {
            return key instanceof ECPrivateKey ec ? sec1(ec) : pem(key);
        }

        /** With the curve inside (RFC 5915), as OpenSSL writes it and the JDK does not. */
        private static String sec1(ECPrivateKey key) {
            var body =
                    new org.bouncycastle.asn1.sec.ECPrivateKey(
                            256, key.getS(), SECObjectIdentifiers.secp256r1);
            try {
                return pem(new PemObject("EC PRIVATE KEY", body.getEncoded()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Writes the certificate to {@code folder} and gives the path. */
        public String certificateFile(Path folder, String name) {
            return write(folder.resolve(name), certificatePem());
        }

        /** Writes the key to {@code folder} and gives the path. */
        public String keyFile(Path folder, String name) {
            return write(folder.resolve(name), keyPem());
        }
    }

    /** The authority itself. */
    public Issued authority() {
        return authority;
    }

    /** A certificate for host names and IP addresses, of server or client. */
    public Issued issue(String... hosts) {
        return issueWith("EC", hosts);
    }

    /** The same with another kind of key: {@code RSA}, {@code EC} or {@code Ed25519}. */
    public Issued issueWith(String keyAlgorithm, String... hosts) {
        KeyPair keys = keys(keyAlgorithm);
        var issuer = new X500Name(authority.certificate.getSubjectX500Principal().getName());
        var issuerKeys = new KeyPair(authority.certificate.getPublicKey(), authority.key);
        var subject = new X500Name("CN=Test " + SERIAL.get());
        return new Issued(sign(subject, keys, issuer, issuerKeys, false, hosts), keys.getPrivate());
    }

    /**
     * TLS of a program that trusts this authority.
     *
     * @param identity what it shows others; null for nothing
     */
    public SSLContext context(@Nullable Issued identity) {
        try {
            KeyStore trusted = store();
            trusted.setCertificateEntry("ca", authority.certificate);
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            KeyStore own = store();
            if (identity != null) {
                Certificate[] chain = {identity.certificate};
                own.setKeyEntry("me", identity.key, NO_PASSWORD, chain);
            }
            var keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the runtime cannot use a certificate", e);
        }
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        return empty;
    }

    private static X509Certificate sign(
            X500Name subject,
            KeyPair keys,
            X500Name issuer,
            KeyPair issuerKeys,
            boolean authority,
            String... hosts) {
        Instant now = Instant.now();
        var builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        BigInteger.valueOf(SERIAL.getAndIncrement()),
                        Date.from(now.minus(1, ChronoUnit.HOURS)),
                        Date.from(now.plus(1, ChronoUnit.DAYS)),
                        subject,
                        keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (hosts.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA");
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(signer.build(issuerKeys.getPrivate())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the runtime cannot make a certificate", e);
        }
    }

    private static GeneralNames names(String... hosts) {
        var names = new ArrayList<GeneralName>();
        for (String host : hosts) {
            boolean address = host.contains(":") || host.matches("[0-9.]+");
            names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            switch (algorithm) {
                case "RSA" -> generator.initialize(2048);
                case "EC" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                default -> {} // Ed25519 knows one size
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime has no " + algorithm, e);
        }
    }

    private static String pem(Object object) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String write(Path file, String text) {
        try {
            return Files.writeString(file, text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
