// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import org.jspecify.annotations.Nullable;

/**
 * The parts of an image's name, {@code registry:5000/path/name:tag@algorithm:digest}. Immutable.
 *
 * @param repository everything before tag and digest
 * @param tag empty if there is none
 * @param digest with its algorithm; empty if there is none
 * @see <a href="https://github.com/distribution/reference">distribution/reference</a>
 */
record ImageName(String repository, String tag, String digest) {
    /** Takes a name apart; null for what is none. */
    static @Nullable ImageName parse(String image) {
        int at = image.indexOf('@');
        String name = at < 0 ? image : image.substring(0, at);
        String digest = at < 0 ? "" : image.substring(at + 1);
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        String repository = colon < 0 ? name : name.substring(0, colon);
        String tag = colon < 0 ? "" : name.substring(colon + 1);
        return repository.isEmpty() || (at >= 0 && digest.indexOf(':') < 1)
                ? null
                : new ImageName(repository, tag, digest);
    }

    /** The tag; an image without one is the latest, as for every runtime. */
    String effectiveTag() {
        return tag.isEmpty() ? "latest" : tag;
    }

    /** What a service's version is told by: tag and digest, as far as they are there. */
    String version() {
        if (digest.isEmpty()) {
            return tag;
        }
        return tag.isEmpty() ? digest : tag + "@" + digest;
    }

    /**
     * The name by which a registry knows this very image, from what a runtime reports; null if the
     * runtime did not say.
     */
    static @Nullable String repoDigest(String imageId) {
        int scheme = imageId.indexOf("://");
        ImageName name = parse(scheme < 0 ? imageId : imageId.substring(scheme + 3));
        if (name == null || name.digest.isEmpty()) {
            return null;
        }
        return qualified(name.repository) + "@" + name.digest;
    }

    /** Names without a registry are those of the Docker Hub. */
    private static String qualified(String repository) {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
            return repository;
        }
        return slash < 0 ? "docker.io/library/" + repository : "docker.io/" + repository;
    }
}
