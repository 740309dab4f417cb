// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static java.util.Map.entry;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong in a TLS handshake, in the words of Go's {@code crypto/tls}: operators search for
 * them, and OpenSSL's own say little to anyone else.
 */
public final class TlsFailures {
    /** Names of alerts (RFC 8446 section 6) where Go's words are not the name itself. */
    private static final Map<String, String> ALERTS =
            Map.ofEntries(
                    entry("certificate_revoked", "revoked certificate"),
                    entry("certificate_expired", "expired certificate"),
                    entry("certificate_unknown", "unknown certificate"),
                    entry("unknown_ca", "unknown certificate authority"),
                    entry("decode_error", "error decoding message"),
                    entry("decrypt_error", "error decrypting message"),
                    entry("protocol_version", "protocol version not supported"),
                    entry("insufficient_security", "insufficient security level"),
                    entry("bad_record_mac", "bad record MAC"),
                    entry("user_cancelled", "user canceled"));

    /** Reasons that BoringSSL finds itself. */
    private static final Map<String, String> REASONS =
            Map.of(
                    "NO_SHARED_CIPHER", "no cipher suite supported by both client and server",
                    "NO_SHARED_GROUP", "no key exchanges supported by both client and server",
                    "UNSUPPORTED_PROTOCOL", "no protocol version supported by both sides",
                    "PEER_DID_NOT_RETURN_A_CERTIFICATE", "client didn't provide a certificate",
                    "WRONG_VERSION_NUMBER", "first record does not look like a TLS handshake",
                    "HTTP_REQUEST", "first record does not look like a TLS handshake");

    private static final String OF_BORINGSSL = "OPENSSL_internal:";
    private static final String ALERT_OF_BORINGSSL = "_ALERT_";
    private static final String ALERT_OF_JDK = "Received fatal alert: ";

    private TlsFailures() {}

    /** The text of a failure; null when {@code failure} has nothing to do with TLS. */
    public static @Nullable String describe(Throwable failure) {
        SSLException ssl = null;
        CertificateException certificate = null;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            ssl = ssl == null && at instanceof SSLException found ? found : ssl;
            certificate =
                    certificate == null && at instanceof CertificateException found
                            ? found
                            : certificate;
        }
        if (certificate != null) {
            return "tls: failed to verify certificate: x509: " + certificate.getMessage();
        }
        return ssl == null ? null : describe(ssl);
    }

    private static String describe(SSLException failure) {
        if (failure instanceof NotSslRecordException) {
            return "tls: first record does not look like a TLS handshake";
        }
        String text =
                failure.getMessage() == null
                        ? failure.getClass().getSimpleName()
                        : failure.getMessage();
        String alert = after(ALERT_OF_BORINGSSL, text);
        if (alert == null) {
            alert = after(ALERT_OF_JDK, text);
        }
        if (alert != null) {
            return "remote error: tls: " + wordsOfAlert(alert.toLowerCase(Locale.ROOT));
        }
        String reason = after(OF_BORINGSSL, text);
        return "tls: " + (reason == null ? text : REASONS.getOrDefault(reason, text));
    }

    private static String wordsOfAlert(String name) {
        return ALERTS.getOrDefault(name, name.replace('_', ' '));
    }

    private static @Nullable String after(String mark, String text) {
        int at = text.indexOf(mark);
        return at < 0 ? null : text.substring(at + mark.length());
    }
}
