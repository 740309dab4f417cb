// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.forager.transport.Pem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a client signs with its RSA key and hands in for a token, so that the key itself
 * is never sent. Immutable.
 *
 * @param algorithm RS256, RS384 or RS512
 * @param keyId tells the server which key it is; may be empty
 * @param issuer who states it; empty for the client
 * @param audience whom it is for; empty for the URL of the server of tokens
 * @param claims more of it, and other values for the usual ones; as read from YAML
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.1">RFC 7523, 2.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-3.1">RFC 7515, 3.1</a>
 */
public record JwtAssertion(
        String algorithm,
        String keyId,
        String issuer,
        String audience,
        Map<String, Object> claims) {
    /** The algorithms and the JDK's names for them. */
    private static final Map<String, String> SIGNATURES =
            Map.of(
                    "RS256", "SHA256withRSA",
                    "RS384", "SHA384withRSA",
                    "RS512", "SHA512withRSA");

    /** How long it can be handed in: as Prometheus. */
    private static final Duration LIFE = Duration.ofMinutes(10);

    private static final JsonFactory JSON = new JsonFactory();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /**
     * Copies what is handed in.
     *
     * @throws IllegalArgumentException when the algorithm is another one
     */
    public JwtAssertion {
        if (!isAlgorithm(algorithm)) {
            throw new IllegalArgumentException(
                    "algorithm: %s (expected: RS256, RS384 or RS512)".formatted(algorithm));
        }
        claims = new LinkedHashMap<>(claims); // values may be null
    }

    /** Whether this is one of the algorithms. */
    public static boolean isAlgorithm(String name) {
        return SIGNATURES.containsKey(name);
    }

    /**
     * The signed text.
     *
     * @param key PEM of an RSA key, PKCS#1 or PKCS#8
     * @param id by which the server knows it again
     * @throws IOException when the key cannot be read
     */
    String sign(TokenSource.Grant grant, String key, String id, Instant now) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm);
        if (!keyId.isEmpty()) {
            header.put("kid", keyId);
        }
        header.put("typ", "JWT");
        String text = part(header) + "." + part(body(grant, id, now));
        return text + "." + BASE64.encodeToString(signature(text, key));
    }

    private Map<String, Object> body(TokenSource.Grant grant, String id, Instant now) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("iss", issuer.isEmpty() ? grant.clientId() : issuer);
        body.put("sub", grant.clientId());
        body.put("jti", id);
        body.put("aud", audience.isEmpty() ? grant.tokenUrl() : audience);
        body.put("iat", now.getEpochSecond());
        body.put("exp", now.plus(LIFE).getEpochSecond());
        if (!grant.scopes().isEmpty()) {
            body.put("scope", String.join(" ", grant.scopes()));
        }
        body.putAll(claims);
        return body;
    }

    private byte[] signature(String text, String key) throws IOException {
        try {
            if (!(Pem.privateKey(key) instanceof RSAPrivateKey rsa)) {
                throw new GeneralSecurityException("not an RSA private key");
            }
            Signature signature = Signature.getInstance(SIGNATURES.get(algorithm));
            signature.initSign(rsa);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "oauth2: client_certificate_key: %s (expected: PEM of an RSA key)"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static String part(Map<String, Object> object) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            write(object, out);
        }
        return BASE64.encodeToString(bytes.toByteArray());
    }

    private static void write(@Nullable Object value, JsonGenerator out) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.writeFieldName(String.valueOf(entry.getKey()));
                    write(entry.getValue(), out);
                }
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                for (Object each : list) {
                    write(each, out);
                }
                out.writeEndArray();
            }
            case Boolean flag -> out.writeBoolean(flag);
            case Number number -> out.writeNumber(number.toString());
            default -> out.writeString(value.toString());
        }
    }
}
