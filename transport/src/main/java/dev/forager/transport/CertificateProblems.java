// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.util.NetUtil;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says why a certificate is refused in the words of Go's {@code crypto/x509}, and gives OpenSSL the
 * reason from which it makes the alert that the other side reads. Without one the other side is
 * told of an internal error. Immutable.
 */
final class CertificateProblems {
    /** Kinds of a subject's alternative name (RFC 5280 section 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    private final InstantSource clock;

    CertificateProblems(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What to throw instead of {@code refusal}.
     *
     * @param host the server's name or address that was asked for; null for a client's certificate
     */
    CertificateException explain(
            X509Certificate[] chain, @Nullable String host, CertificateException refusal) {
        String expired = outOfTime(chain, refusal);
        if (expired != null) {
            return problem(expired, refusal, host, Alert.EXPIRED);
        }
        if (isOfUnknownAuthority(refusal)) {
            return problem(
                    "certificate signed by unknown authority", refusal, host, Alert.UNKNOWN_CA);
        }
        String text = String.valueOf(refusal.getMessage());
        if (text.startsWith("Extended key usage")) {
            text = "certificate specifies an incompatible key usage";
        } else if (host != null && chain.length > 0 && isAboutTheName(text)) {
            text = otherName(chain[0], host);
        }
        return problem(text, refusal, host, Alert.BAD);
    }

    /** With the code of OpenSSL's {@code x509_vfy.h} that becomes the alert. */
    private enum Alert {
        EXPIRED(10),
        UNKNOWN_CA(20),
        BAD(28);

        private final int code;

        Alert(int code) {
            this.code = code;
        }
    }

    /** As in Go, a client calls every certificate of a server that it refuses just bad. */
    private static CertificateException problem(
            String text, CertificateException cause, @Nullable String host, Alert alert) {
        if (!OpenSsl.isAvailable()) {
            return new CertificateException(text, cause);
        }
        int code = (host == null ? alert : Alert.BAD).code;
        return new OpenSslCertificateException(text, cause, code);
    }

    private @Nullable String outOfTime(X509Certificate[] chain, CertificateException refusal) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        for (X509Certificate certificate : chain) {
            Instant end = certificate.getNotAfter().toInstant();
            Instant start = certificate.getNotBefore().toInstant();
            if (now.isAfter(end) || now.isBefore(start)) {
                return "certificate has expired or is not yet valid: current time %s is %s %s"
                        .formatted(
                                now,
                                now.isAfter(end) ? "after" : "before",
                                now.isAfter(end) ? end : start);
            }
        }
        for (Throwable at = refusal; at != null; at = at.getCause()) {
            if (at instanceof CertificateExpiredException
                    || at instanceof CertificateNotYetValidException) {
                return "certificate has expired or is not yet valid: " + at.getMessage();
            }
        }
        return null;
    }

    private static boolean isOfUnknownAuthority(CertificateException refusal) {
        for (Throwable at = refusal; at != null; at = at.getCause()) {
            if (at instanceof CertPathBuilderException
                    || (at instanceof CertPathValidatorException path
                            && path.getReason() == PKIXReason.NO_TRUST_ANCHOR)) {
                return true;
            }
        }
        return false;
    }

    /** The texts of the JDK's check of names, which has no exception of its own. */
    private static boolean isAboutTheName(String text) {
        return text.startsWith("No subject alternative") || text.startsWith("No name matching");
    }

    private static String otherName(X509Certificate certificate, String host) {
        boolean isAddress = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
        List<String> names = names(certificate, isAddress ? IP_ADDRESS : DNS_NAME);
        if (!names.isEmpty()) {
            return "certificate is valid for %s, not %s".formatted(String.join(", ", names), host);
        }
        return isAddress
                ? "cannot validate certificate for %s because it doesn't contain any IP SANs"
                        .formatted(host)
                : "certificate is not valid for any names, but wanted to match " + host;
    }

    private static List<String> names(X509Certificate certificate, int kind) {
        var names = new ArrayList<String>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0) instanceof Integer found && found == kind) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException damaged) {
            return List.of();
        }
        return names;
    }
}
