// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static dev.forager.pipeline.config.Validation.require;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL that requests are posted to. Immutable; its text holds no credentials.
 *
 * @param isTls whether the scheme is https
 * @param host name or address, without brackets
 * @param port also where the URL has none
 * @param authority what the header {@code Host} says
 * @param path path and query, as written
 * @param credentials the header {@code Authorization} that user and password of the URL stand for
 */
public record HttpTarget(
        boolean isTls,
        String host,
        int port,
        String authority,
        String path,
        @Nullable String credentials) {
    private static final Pattern LOOSE_NAME =
            Pattern.compile("(?<host>[A-Za-z0-9][A-Za-z0-9._-]*)(:(?<port>[0-9]{1,5})?)?");

    /**
     * Reads a URL.
     *
     * @param key the key of the configuration, for the message
     * @throws dev.forager.pipeline.config.InvalidConfigException when it is no http or https URL
     */
    public static HttpTarget parse(String url, String key) {
        URI uri;
        try {
            uri = new URI(url);
            uri = isLooselyNamed(uri) ? uri : uri.parseServerAuthority();
        } catch (URISyntaxException e) {
            require(false, key, "%s must be a valid URL: %s".formatted(key, e.getReason()));
            throw new IllegalStateException(e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        require(
                scheme.equals("http") || scheme.equals("https"),
                key,
                "%s must be a valid URL: unsupported protocol scheme \"%s\" (expected: http:// or https://)"
                        .formatted(key, scheme));
        Matcher name = LOOSE_NAME.matcher(String.valueOf(uri.getRawAuthority()));
        boolean isLoose = isLooselyNamed(uri) && name.matches();
        String host = isLoose ? name.group("host") : uri.getHost();
        require(
                host != null && !host.isEmpty(),
                key,
                "%s must be a valid URL: no Host in request URL".formatted(key));
        boolean isTls = scheme.equals("https");
        String digits = isLoose ? name.group("port") : null;
        int given = digits == null ? uri.getPort() : Integer.parseInt(digits);
        int port = given >= 0 ? given : isTls ? 443 : 80;
        require(port <= 65535, key, "%s must be a valid URL: invalid port".formatted(key));
        return new HttpTarget(
                isTls,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                given >= 0 ? host + ":" + given : host,
                pathOf(uri),
                basic(uri.getUserInfo()));
    }

    /** Container networks give names that RFC 3986 has no place for, such as {@code my_service}. */
    private static boolean isLooselyNamed(URI uri) {
        return uri.getHost() == null
                && uri.getRawAuthority() != null
                && LOOSE_NAME.matcher(uri.getRawAuthority()).matches();
    }

    /** The same server under another path: added to the path, in front of any query. */
    public static String join(String base, String suffix) {
        int end = base.indexOf('#') < 0 ? base.length() : base.indexOf('#');
        int query = base.indexOf('?') < 0 ? end : Math.min(base.indexOf('?'), end);
        String path = base.substring(0, query);
        return (path.endsWith("/") ? path : path + "/") + suffix + base.substring(query, end);
    }

    /** What an exporter's metrics say of where they go. */
    public Map<String, String> destination() {
        return Map.of(
                "server.address", host,
                "server.port", String.valueOf(port),
                "url.path", pathOnly());
    }

    /** Scheme, host and port. */
    String origin() {
        return (isTls ? "https://" : "http://") + host.toLowerCase(Locale.ROOT) + ":" + port;
    }

    boolean isSameServer(HttpTarget other) {
        return origin().equals(other.origin());
    }

    /** Whether the host is that one, or below it. */
    boolean isWithin(String name) {
        String own = host.toLowerCase(Locale.ROOT);
        String above = name.toLowerCase(Locale.ROOT);
        return own.equals(above) || own.endsWith("." + above);
    }

    /** The path without the query. */
    public String pathOnly() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static String pathOf(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return (path.isEmpty() ? "/" : path)
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    private static @Nullable String basic(@Nullable String userInfo) {
        if (userInfo == null) {
            return null;
        }
        String pair = userInfo.contains(":") ? userInfo : userInfo + ":";
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return (isTls ? "https://" : "http://") + authority + path;
    }
}
