// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;

/** A Heroku dyno with its metadata switched on. Thread-safe. */
record HerokuDetector(boolean mustAnswer) implements Detector {
    @Override
    public Findings detect(Surroundings surroundings) throws IOException {
        String dyno = surroundings.variable("HEROKU_DYNO_ID");
        String app = surroundings.variable("HEROKU_APP_ID");
        if (dyno.isEmpty() && app.isEmpty()) {
            if (mustAnswer) {
                throw new IOException(
                        "HEROKU_DYNO_ID and HEROKU_APP_ID are not set: no Heroku dyno, or its"
                                + " metadata is switched off");
            }
            return new Findings();
        }
        return new Findings()
                .schema(SystemDetector.SCHEMA)
                .put("cloud.provider", "heroku")
                .put("heroku.app.id", app)
                .put("heroku.dyno.id", dyno)
                .put("service.instance.id", dyno)
                .put("service.name", surroundings.variable("HEROKU_APP_NAME"))
                .put("service.version", surroundings.variable("HEROKU_RELEASE_VERSION"))
                .put(
                        "heroku.release.creation_timestamp",
                        surroundings.variable("HEROKU_RELEASE_CREATED_AT"))
                .put("heroku.release.commit", surroundings.variable("HEROKU_SLUG_COMMIT"));
    }
}
