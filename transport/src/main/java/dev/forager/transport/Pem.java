// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and private keys in PEM (RFC 7468). Text between blocks is ignored, as OpenSSL and
 * Go do. The JDK reads PKCS#8 only, so the two older forms of a key are wrapped into it.
 */
public final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /** {@code INTEGER 0}: the version of a PrivateKeyInfo (RFC 5208 section 5). */
    private static final byte[] VERSION = {2, 1, 0};

    /** {@code SEQUENCE {rsaEncryption, NULL}} (RFC 8017 appendix A.1). */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    /** {@code id-ecPublicKey} (RFC 5480 section 2.1.1). */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Pem() {}

    /** One block: the word after BEGIN, and the decoded body. */
    private static final class Block {
        final String type;
        final byte[] der;

        Block(String type, byte[] der) {
            this.type = type;
            this.der = der;
        }

        boolean isKey() {
            return type.endsWith("PRIVATE KEY");
        }
    }

    /**
     * A chain of certificates, in the order of the text.
     *
     * @throws GeneralSecurityException when there is none, or one cannot be read
     */
    static List<X509Certificate> chain(String text) throws GeneralSecurityException {
        var found = new ArrayList<X509Certificate>();
        for (byte[] der : encodedCertificates(text)) {
            found.add(certificate(der));
        }
        if (found.isEmpty()) {
            throw new GeneralSecurityException(nothingFound(text));
        }
        return found;
    }

    private static String nothingFound(String text) {
        List<Block> blocks = blocks(text);
        if (blocks.isEmpty()) {
            return "failed to find any PEM data in certificate input";
        }
        return blocks.size() == 1 && blocks.getFirst().isKey()
                ? "failed to find certificate PEM data in certificate input, but did find a"
                        + " private key; PEM inputs may have been switched"
                : "failed to find \"CERTIFICATE\" PEM block in certificate input";
    }

    /** The certificates that can be read, in the order of the text; as in Go the rest is passed. */
    static List<X509Certificate> authorities(String text) {
        var found = new ArrayList<X509Certificate>();
        for (byte[] der : encodedCertificates(text)) {
            X509Certificate certificate = certificateOrNull(der);
            if (certificate != null) {
                found.add(certificate);
            }
        }
        return found;
    }

    /** As Go: one odd certificate does not spoil the rest. */
    static @Nullable X509Certificate certificateOrNull(byte[] der) {
        try {
            return certificate(der);
        } catch (GeneralSecurityException odd) {
            return null;
        }
    }

    private static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509");
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }

    /** The bodies of the CERTIFICATE blocks, not parsed. */
    static List<byte[]> encodedCertificates(String text) {
        return blocks(text).stream()
                .filter(block -> block.type.equals("CERTIFICATE"))
                .map(block -> block.der)
                .toList();
    }

    /**
     * The first private key.
     *
     * @throws GeneralSecurityException when there is none, it is encrypted, or of an unknown kind
     */
    public static PrivateKey privateKey(String text) throws GeneralSecurityException {
        for (Block block : blocks(text)) {
            switch (block.type) {
                case "PRIVATE KEY" -> {
                    return decode(block.der);
                }
                case "RSA PRIVATE KEY" -> {
                    return decode(sequence(VERSION, RSA, tagged(4, block.der)));
                }
                case "EC PRIVATE KEY" -> {
                    byte[] algorithm = sequence(EC, curve(block.der));
                    return decode(sequence(VERSION, algorithm, tagged(4, block.der)));
                }
                case "ENCRYPTED PRIVATE KEY" -> throw encrypted();
                default -> {} // certificates and EC PARAMETERS may stand in the same file
            }
        }
        throw new GeneralSecurityException(
                text.contains(BEGIN + "CERTIFICATE")
                        ? "found a certificate rather than a key in the PEM for the private key"
                        : "failed to find any PEM data in key input");
    }

    private static GeneralSecurityException encrypted() {
        return new GeneralSecurityException(
                "failed to parse private key: it is encrypted (expected: PEM without a"
                        + " passphrase)");
    }

    private static PrivateKey decode(byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            PrivateKey key = decode(pkcs8, algorithm);
            if (key != null) {
                return key;
            }
        }
        throw new GeneralSecurityException(
                "failed to parse private key (expected: RSA, ECDSA or Ed25519)");
    }

    private static @Nullable PrivateKey decode(byte[] pkcs8, String algorithm)
            throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException otherKind) {
            return null;
        }
    }

    /** What can be decoded; a block without its end or not in Base64 is passed, as in Go. */
    private static List<Block> blocks(String text) {
        var found = new ArrayList<Block>();
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
            int typeEnd = text.indexOf(DASHES, at + BEGIN.length());
            if (typeEnd < 0) {
                break;
            }
            String type = text.substring(at + BEGIN.length(), typeEnd);
            int bodyStart = typeEnd + DASHES.length();
            int end = text.indexOf("-----END " + type + DASHES, bodyStart);
            int next = text.indexOf(BEGIN, bodyStart);
            if (end >= 0 && (next < 0 || end < next)) {
                addBlock(type, text.substring(bodyStart, end), found);
            }
        }
        return found;
    }

    private static void addBlock(String type, String body, List<Block> found) {
        // RFC 1421 headers of an old encrypted key stand before an empty line.
        if (body.contains("Proc-Type:")) {
            found.add(new Block("ENCRYPTED PRIVATE KEY", new byte[0]));
            return;
        }
        try {
            found.add(new Block(type, Base64.getMimeDecoder().decode(body)));
        } catch (IllegalArgumentException broken) {
            return;
        }
    }

    /** The curve's OID from {@code parameters [0]} of an ECPrivateKey (RFC 5915 section 3). */
    private static byte[] curve(byte[] sec1) throws GeneralSecurityException {
        var reader = new Der(sec1);
        reader.enter(0x30);
        reader.skip(); // version
        reader.skip(); // privateKey
        if (!reader.at(0xa0)) {
            throw new GeneralSecurityException("the EC private key does not name its curve");
        }
        reader.enter(0xa0);
        return reader.element();
    }

    private static byte[] sequence(byte[]... parts) {
        var body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        return tagged(0x30, body.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] body) {
        var out = new ByteArrayOutputStream(body.length + 6);
        out.write(tag);
        if (body.length < 0x80) {
            out.write(body.length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(body.length)) / 8;
            out.write(0x80 | bytes);
            for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
                out.write(body.length >>> shift);
            }
        }
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** Just enough DER (X.690) to find an element. */
    private static final class Der {
        private final byte[] bytes;
        private int position;

        Der(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean at(int tag) {
            return position < bytes.length && (bytes[position] & 0xff) == tag;
        }

        void enter(int tag) throws GeneralSecurityException {
            if (!at(tag)) {
                throw new GeneralSecurityException("the EC private key is damaged");
            }
            position++;
            length();
        }

        void skip() throws GeneralSecurityException {
            position++;
            int length = length();
            position += length;
        }

        byte[] element() throws GeneralSecurityException {
            int start = position;
            skip();
            return Arrays.copyOfRange(bytes, start, position);
        }

        private int length() throws GeneralSecurityException {
            int first = next();
            int length = first;
            if (first >= 0x80) {
                length = 0;
                for (int i = first & 0x7f; i > 0; i--) {
                    length = length << 8 | next();
                }
            }
            if (length < 0 || length > bytes.length - position) {
                throw new GeneralSecurityException("the EC private key is damaged");
            }
            return length;
        }

        private int next() throws GeneralSecurityException {
            if (position >= bytes.length) {
                throw new GeneralSecurityException("the EC private key is damaged");
            }
            return bytes[position++] & 0xff;
        }
    }
}
