# syntax=docker/dockerfile:1
# The image starts by the same path as a clone: scripts/start.mjs, which finds everything installed and built.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
# npm leaves out the install script that makes the links among PostgreSQL's libraries: we make them here, for at run
# time nothing is written outside of /data.
RUN npm run build && npm prune --omit=dev --no-audit --no-fund \
  && node --input-type=module -e "const npm = await import('./dist/db/embedded/npm-binaries.js'); await npm.makeMissingLinks((await npm.findNativeFolder()).path)"

FROM node:22-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4400 \
    COUNTERSIGN_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json /app/package-lock.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/scripts ./scripts
COPY --from=build /app/migrations ./migrations
COPY --from=build /app/dist ./dist
RUN install -d -o node -g node -m 700 /data
VOLUME /data
USER node
EXPOSE 4400
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
# Commands follow: docker run … countersign doctor
ENTRYPOINT ["node", "--max-semi-space-size=8", "--heap-growing-percent=100", "scripts/start.mjs"]
