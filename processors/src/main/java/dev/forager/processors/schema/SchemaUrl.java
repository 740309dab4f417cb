// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * A schema URL, taken apart.
 *
 * @param family all but the last part of the path: what has the same one is translated into each
 *     other
 * @param version the last part of the path
 */
record SchemaUrl(String family, SchemaVersion version) {
    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException with upstream's text
     */
    static SchemaUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "parse \"%s\": %s".formatted(text, e.getReason()), e);
        }
        String path = uri.getRawPath();
        if (path == null || path.isEmpty()) {
            throw new IllegalArgumentException("empty path:invalid schema version");
        }
        if (path.endsWith("/")) {
            throw new IllegalArgumentException(
                    "must not have trailing slash: invalid schema version");
        }
        int slash = path.lastIndexOf('/');
        SchemaVersion version = SchemaVersion.parse(path.substring(slash + 1));
        String scheme = uri.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException("must use http(s): invalid schema family");
        }
        if (uri.getRawAuthority() == null) {
            throw new IllegalArgumentException("must have a host name: invalid schema family");
        }
        String family = scheme + "://" + uri.getRawAuthority() + path.substring(0, slash);
        return new SchemaUrl(family, version);
    }

    /** This family in another version. */
    SchemaUrl at(SchemaVersion other) {
        return new SchemaUrl(family, other);
    }

    @Override
    public String toString() {
        return family + "/" + version;
    }
}
