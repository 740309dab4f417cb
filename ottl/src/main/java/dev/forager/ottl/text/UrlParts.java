// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.syntax.Quoting;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A URL in parts, by the rules of Go's {@code net/url}: more is taken for a URL than {@code
 * java.net.URI} does. Keys are those of the semantic conventions.
 *
 * @see <a href="https://pkg.go.dev/net/url#Parse">url.Parse</a>
 */
public final class UrlParts {
    private final String original;
    private final List<KeyValue> parts = new ArrayList<>();
    private final StringBuilder whole = new StringBuilder();

    private UrlParts(String original) {
        this.original = original;
    }

    /** The parts of a URL; scheme, domain and path are there even if they are empty. */
    public static Value.MapV of(String text) throws EvaluationException {
        UrlParts url = new UrlParts(text);
        url.read();
        return Value.MapV.of(url.parts);
    }

    private EvaluationException failed(String why) {
        return new EvaluationException("parse %s: %s".formatted(Quoting.quote(original), why));
    }

    private void put(String key, String text) {
        parts.add(KeyValue.of("url." + key, Value.of(text)));
    }

    private void read() throws EvaluationException {
        if (original.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw failed("net/url: invalid control character in URL");
        }
        int hash = original.indexOf('#');
        String rest = hash < 0 ? original : original.substring(0, hash);
        int colon = schemeEnd(rest);
        String scheme = colon < 0 ? "" : rest.substring(0, colon).toLowerCase(Locale.ROOT);
        put("scheme", scheme);
        rest = rest.substring(colon + 1);
        int mark = rest.indexOf('?');
        String query = mark < 0 ? "" : rest.substring(mark + 1);
        rest = mark < 0 ? rest : rest.substring(0, mark);
        whole.append(scheme.isEmpty() ? "" : scheme + ":");
        if (!rest.startsWith("/") && !scheme.isEmpty()) {
            whole.append(rest); // such as mailto:someone, where Go sees neither host nor path
            rest = "";
        }
        hierarchy(rest, scheme);
        whole.append(mark < 0 ? "" : "?" + query);
        putUnlessEmpty("query", query);
        fragment(hash < 0 ? "" : original.substring(hash + 1));
        parts.addFirst(KeyValue.of("url.original", Value.of(whole.toString())));
    }

    private void fragment(String raw) throws EvaluationException {
        String plain = unescape(raw);
        whole.append(plain.isEmpty() ? "" : "#" + UrlEscapes.FRAGMENT.text(raw, plain));
        putUnlessEmpty("fragment", plain);
    }

    private void putUnlessEmpty(String key, String text) {
        if (!text.isEmpty()) {
            put(key, text);
        }
    }

    /** Where the colon behind the scheme stands; -1 for no scheme. */
    private int schemeEnd(String text) throws EvaluationException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean later = (c >= '0' && c <= '9') || "+-.".indexOf(c) >= 0;
            if (c == ':') {
                if (i == 0) {
                    throw failed("missing protocol scheme");
                }
                return i;
            }
            if (!letter && (!later || i == 0)) {
                return -1;
            }
        }
        return -1;
    }

    private void hierarchy(String text, String scheme) throws EvaluationException {
        String path = text;
        String authority = "";
        if (text.startsWith("//") && (!scheme.isEmpty() || !text.startsWith("///"))) {
            int slash = text.indexOf('/', 2);
            authority = text.substring(2, slash < 0 ? text.length() : slash);
            path = slash < 0 ? "" : text.substring(slash);
        } else if (!text.startsWith("/") && firstSegment(text).contains(":")) {
            throw failed("first path segment in URL cannot contain colon");
        }
        int at = authority.lastIndexOf('@');
        if (path.length() < text.length()) {
            String host = authority.substring(at + 1);
            whole.append("//").append(at < 0 ? "" : authority.substring(0, at + 1));
            whole.append(UrlEscapes.HOST.text(host, host));
        }
        host(authority.substring(at + 1));
        String plain = unescape(path);
        whole.append(UrlEscapes.PATH.text(path, plain));
        put("path", plain);
        int dot = plain.lastIndexOf('.');
        putUnlessEmpty("extension", dot < 0 ? "" : plain.substring(dot + 1));
        if (at >= 0) {
            user(authority.substring(0, at));
        }
    }

    private static String firstSegment(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private void host(String host) throws EvaluationException {
        String name = host;
        String port = "";
        int close = host.startsWith("[") ? host.lastIndexOf(']') : 0;
        if (close < 0) {
            throw failed("missing ']' in host");
        }
        int colon = host.lastIndexOf(':');
        if (colon >= close && colon >= 0) {
            port = host.substring(colon + 1);
            name = host.substring(0, colon);
        }
        if (!port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw failed("invalid port %s after host".formatted(Quoting.quote(":" + port)));
        }
        if (name.indexOf(' ') >= 0) {
            throw failed("invalid character \" \" in host name");
        }
        put("domain", unescape(name.startsWith("[") ? name.substring(1, name.length() - 1) : name));
        if (!port.isEmpty()) {
            parts.add(KeyValue.of("url.port", Value.of(number(port))));
        }
    }

    private long number(String port) throws EvaluationException {
        if (port.length() > 18) {
            throw failed("invalid port %s after host".formatted(Quoting.quote(":" + port)));
        }
        return Long.parseLong(port);
    }

    private void user(String info) throws EvaluationException {
        int colon = info.indexOf(':');
        put("user_info", info);
        putUnlessEmpty("username", unescape(colon < 0 ? info : info.substring(0, colon)));
        if (colon >= 0) {
            put("password", unescape(info.substring(colon + 1)));
        }
    }

    /** Text without percent signs that stand for bytes. */
    private String unescape(String text) throws EvaluationException {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                String found =
                        new String(bytes, i, Math.min(3, bytes.length - i), StandardCharsets.UTF_8);
                throw failed("invalid URL escape " + Quoting.quote(found));
            }
            out.write((high << 4) | low);
            i += 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
